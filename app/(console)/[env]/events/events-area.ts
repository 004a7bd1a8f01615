import { notFound } from "next/navigation";
import { consolePage } from "../console-page";

/** What every page about events starts with. To agents they are not there. `path` is the page's own part of the address. */
export async function eventsArea(params: Promise<{ readonly env: string }>, path: string) {
  const page = await consolePage(params, `/events${path}`);
  if (page.session.user.role === "agent") notFound();
  return page;
}
