import { type LucideIcon, MonitorSmartphone, Workflow } from "lucide-react";
import type { Role } from "@/server/services/principal";

export interface NavigationItem {
  /** Key of its label under `navigation`, and the part of its address after the environment. */
  readonly key: "devices" | "operations";
  readonly icon: LucideIcon;
  /** Pressed after `g`. */
  readonly shortcut: string;
  readonly roles: readonly Role[];
}

const EVERYBODY: readonly Role[] = ["agent", "operator", "administrator"];

/** The pages in the sidebar, in order. Who may not use a page does not see it; the server decides again. */
export const NAVIGATION: readonly NavigationItem[] = [
  { key: "devices", icon: MonitorSmartphone, shortcut: "d", roles: EVERYBODY },
  { key: "operations", icon: Workflow, shortcut: "o", roles: EVERYBODY },
];

export function navigationFor(role: Role): readonly NavigationItem[] {
  return NAVIGATION.filter((item) => item.roles.includes(role));
}
