"use client";
import { usePathname } from "next/navigation";
import type { Environment } from "../trpc/api-client";

export const ENVIRONMENTS: readonly Environment[] = ["live", "sandbox"];

/** Goes to the same page of the other world. A whole page load, so that nothing of one world's cache is left in it. */
export function useSwitchEnvironment(current: Environment): (to: Environment) => void {
  const [, first, second = "devices"] = usePathname().split("/");
  // Pages of no environment have no other side.
  const page = first === current ? second : "devices";
  return (to) => {
    if (to !== current) window.location.assign(`/${to}/${page}`);
  };
}
