import { type LucideIcon, MonitorSmartphone, Package, Rss, ShieldUser, Workflow } from "lucide-react";
import type { Role } from "@/server/services/principal";
import type { Environment } from "../trpc/api-client";

export interface NavigationItem {
  /** Key of its label under `navigation`. */
  readonly key: "devices" | "operations" | "content" | "events" | "admin";
  readonly icon: LucideIcon;
  /** Pressed after `g`. */
  readonly shortcut: string;
  readonly roles: readonly Role[];
  /** Where its pages are, without the environment where they have none. */
  readonly path: string;
  /** The page it opens, where it is not `path` itself. */
  readonly opens?: string;
  readonly ofNoEnvironment?: true;
}

const EVERYBODY: readonly Role[] = ["agent", "operator", "administrator"];

/** The pages in the sidebar, in order. Who may not use a page does not see it; the server decides again. */
export const NAVIGATION: readonly NavigationItem[] = [
  { key: "devices", icon: MonitorSmartphone, shortcut: "d", roles: EVERYBODY, path: "/devices" },
  { key: "operations", icon: Workflow, shortcut: "o", roles: EVERYBODY, path: "/operations" },
  { key: "content", icon: Package, shortcut: "c", roles: EVERYBODY, path: "/content" },
  { key: "events", icon: Rss, shortcut: "e", roles: ["operator", "administrator"], path: "/events" },
  {
    key: "admin",
    icon: ShieldUser,
    shortcut: "a",
    roles: ["administrator"],
    path: "/admin",
    opens: "/admin/systems",
    ofNoEnvironment: true,
  },
];

export function navigationFor(role: Role): readonly NavigationItem[] {
  return NAVIGATION.filter((item) => item.roles.includes(role));
}

/** The address that an item opens, and the one that all of its pages begin with. */
export function addressesOf(
  item: NavigationItem,
  environment: Environment,
): { readonly opens: string; readonly all: string } {
  const before = item.ofNoEnvironment ? "" : `/${environment}`;
  return { opens: before + (item.opens ?? item.path), all: before + item.path };
}
