import { z } from "zod";

export const ResolveSearchInput = z.strictObject({ text: z.string().trim().min(1).max(200) });

/** By which of its names an object was found. */
export const SearchReason = z.enum(["id", "dev_id", "imei", "imeisv", "imsi", "msisdn", "mac", "uuid"]);
export type SearchReason = z.infer<typeof SearchReason>;

export const SearchHit = z.object({
  kind: z.enum(["device", "operation", "task", "content", "subscription", "delivery"]),
  /** Of a delivery, which has none: its subscription's and its event's, with a dot between. */
  id: z.string(),
  /** Of a device; null for others. */
  devId: z.string().nullable(),
  manufacturer: z.string().nullable(),
  model: z.string().nullable(),
  reason: SearchReason,
});
export type SearchHit = z.infer<typeof SearchHit>;

/** `exact` false: the text is no number or id, only something to filter a list by. */
export const SearchView = z.object({ exact: z.boolean(), hits: z.array(SearchHit) });
export type SearchView = z.infer<typeof SearchView>;
