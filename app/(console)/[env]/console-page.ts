import { notFound } from "next/navigation";
import { pageData, requireUser } from "@/server/api/console";
import { Realm } from "@/server/services/principal";

/**
 * What every page of the console starts with: the environment of its address, the signed-in person, and a way to read
 * data. `path` is the page's own part of the address, where a sign-in leads back to. Each page asks for itself: a
 * layout is not run again when one page leads to another.
 */
export async function consolePage(params: Promise<{ readonly env: string }>, path: string) {
  const realm = Realm.safeParse((await params).env);
  if (!realm.success) notFound();
  const environment = realm.data;
  const session = await requireUser(`/${environment}${path}`);
  if (environment === "sandbox" && session.user.role === "agent") notFound();
  return { environment, session, data: await pageData(session, environment) };
}
