import { readdirSync } from "node:fs";
import { join } from "node:path";

/** What stands for the parameters of addresses. */
export interface RouteIds {
  readonly device: string;
  readonly operation: string;
  readonly system: string;
  readonly content: string;
  readonly group: string;
  readonly subscription: string;
}

/**
 * An address for every page in the `app` folder, so that a new page is in every story over all pages. Throws when a
 * page has a parameter that is not known here: say then what stands for it.
 */
export function pageAddresses(ids: RouteIds): readonly string[] {
  const app = join(import.meta.dirname, "..", "app");
  return readdirSync(app, { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)page\.tsx$/.test(file))
    .map((file) =>
      file
        .split("/")
        .slice(0, -1)
        .filter((part) => !/^\(.*\)$/.test(part)),
    )
    .map((parts) => `/${parts.map((part, place) => valueFor(part, parts[place - 1], ids)).join("/")}`)
    .sort();
}

function valueFor(part: string, before: string | undefined, ids: RouteIds): string {
  if (!part.startsWith("[")) return part;
  if (part === "[env]") return "live";
  if (part === "[id]" && (before === "devices" || before === "go")) return ids.device;
  if (part === "[id]" && before === "operations") return ids.operation;
  if (part === "[id]" && before === "systems") return ids.system;
  if (part === "[id]" && before === "content") return ids.content;
  if (part === "[id]" && before === "groups") return ids.group;
  if (part === "[id]" && before === "subscriptions") return ids.subscription;
  throw new Error(`No value for ${part} after ${before}: add it to e2e/page-routes.ts.`);
}
