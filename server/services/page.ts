import { z } from "zod";

/** A whole number as a query says it, in digits, or as the console does. What stands for none of it, such as "", is none. */
export function wholeNumber(min: number, max: number) {
  const read = (given: unknown) => (typeof given === "string" && /^-?\d{1,15}$/.test(given) ? Number(given) : given);
  return z.preprocess(read, z.number().int().min(min).max(max));
}

/** What every list takes: how many rows, and where the page before ended. */
export const PageInput = z.strictObject({
  limit: wholeNumber(1, 500).default(50),
  cursor: z.string().max(1_000).optional(),
});

/** What every list answers; `next` is null at the end. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}
