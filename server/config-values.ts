import { z } from "zod";

/** Kinds of settings: each says in its error what to set. */

const PORT_MAX = 65_535;

export function whole(least: number, most: number) {
  return z
    .string()
    .refine((text) => /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most, {
      error: `set a whole number from ${least} to ${most}`,
    })
    .transform(Number);
}

export function port(fallback: number, least = 1) {
  return whole(least, PORT_MAX).default(fallback);
}

export function flag(fallback: boolean) {
  return z
    .enum(["0", "1", "true", "false"], { error: "set 1 or 0" })
    .transform((text) => text === "1" || text === "true")
    .default(fallback);
}

export function webAddress(what: string) {
  return z.string().refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    error: `set ${what}, starting with http:// or https://`,
  });
}
