"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import type { Role } from "@/server/services/principal";
import type { Environment } from "../trpc/api-client";
import { isTyping } from "./is-typing";
import { addressesOf, navigationFor } from "./navigation";

/** The second key has to follow `g` within this. */
const SECOND_KEY_MS = 1_500;

/** `g` and then a page's letter opens the page, where single keys are on and no field has the focus. */
export function useGoKeys(environment: Environment, role: Role, shortcuts: boolean): void {
  const router = useRouter();
  useEffect(() => {
    if (!shortcuts) return;
    let pressedAt = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const page = navigationFor(role).find((item) => item.shortcut === event.key);
      if (page && event.timeStamp - pressedAt < SECOND_KEY_MS) {
        router.push(addressesOf(page, environment).opens);
      }
      pressedAt = event.key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [router, environment, role, shortcuts]);
}
