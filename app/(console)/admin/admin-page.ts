import { notFound } from "next/navigation";
import { pageData, requireUser } from "@/server/api/console";

/**
 * What every page of the administration starts with. To everybody else they are not there. `path` is the page's own
 * part of the address, where a sign-in leads back to.
 */
export async function adminPage(path: string) {
  const session = await requireUser(`/admin${path}`);
  if (session.user.role !== "administrator") notFound();
  return pageData(session, "live");
}
