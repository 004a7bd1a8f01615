import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { runtime } from "../../runtime";
import { requestFacts } from "./request-facts";
import { signInOptions } from "./sign-in-options";

interface SignInRoute {
  readonly params: Promise<{ nextauth: string[] }>;
}

/** Answers sign-in and sign-out. A POST has to come from a page of our own; next-auth checks its own token besides. */
export async function answerSignIn(request: NextRequest, route: SignInRoute): Promise<Response> {
  const { publicUrl } = runtime();
  if (request.method === "POST" && request.headers.get("origin") !== publicUrl) {
    return Response.json({ error: "The request comes from another origin." }, { status: 403 });
  }
  // The library takes its own address from there and from nowhere else.
  process.env["NEXTAUTH_URL"] = publicUrl;
  return NextAuth(request, route, signInOptions(await requestFacts()));
}
