import { z } from "zod";
import { Instant } from "../devices/schemas";
import { PageInput } from "../page";

/** Something that devices of a model were seen not to know; plans that could do without do not try it again. */
export const MissingCapabilityView = z.object({
  id: z.string(),
  manufacturer: z.string(),
  model: z.string(),
  /** null: it was not known when the device said so. */
  firmware: z.string().nullable(),
  /** `list:StructData`, `prop:Size`, `Copy`, `Atomic`, `Sequence`, `large-objects` or `RespURI`. */
  capability: z.string(),
  /** DM status code of the answer; of `RespURI` of the server's. */
  status: z.number().int(),
  meaning: z.string(),
  /** The device that said so first. */
  deviceId: z.string(),
  /** Whether another device said so too: then it counts for all of the model and firmware, else for the first alone. */
  wholeModel: z.boolean(),
  learnedAt: Instant,
});
export type MissingCapabilityView = z.infer<typeof MissingCapabilityView>;

export const CapabilityIdInput = z.strictObject({ id: z.string().min(1).max(200) });

export const ListCapabilitiesInput = PageInput.extend({
  manufacturer: z.string().max(128).optional(),
  model: z.string().max(128).optional(),
  firmware: z.string().max(128).optional(),
});
