import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { runtime } from "../../runtime";
import { Realm } from "../../services/principal";
import { BATCH_MAX, refusalOf } from "../trpc/request-guard";
import { appRouter } from "../trpc/router";
import type { TrpcContext } from "../trpc/trpc";
import { currentSession, sessionCheck } from "./current-session";
import { requestFacts } from "./request-facts";
import { callContext } from "./require-user";

/** Answers a request to the console's own API: a batch of calls by POST, or the live stream by GET. */
export async function answerConsoleApi(request: Request): Promise<Response> {
  const refusal = refusalOf(request, runtime().publicUrl);
  if (refusal) return Response.json({ error: refusal }, { status: 403 });
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: () => createContext(request),
    maxBatchSize: BATCH_MAX,
    allowMethodOverride: true,
    onError: ({ error, path }) => {
      if (error.code !== "INTERNAL_SERVER_ERROR") return;
      runtime().log.error("console.call_failed", { route: path ?? "", error: error.cause ?? error });
    },
  });
}

async function createContext(request: Request): Promise<TrpcContext> {
  const session = await currentSession();
  const environment = Realm.safeParse(new URL(request.url).searchParams.get("env"));
  return {
    call: session && environment.success ? await callContext(session, environment.data) : null,
    requestId: (await requestFacts()).requestId,
    stillSignedIn: await sessionCheck(),
  };
}
