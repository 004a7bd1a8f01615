import { z } from "zod";
import { FIRMWARE_PROFILES } from "../../../../oma-dm";
import { NodeUri } from "../node-uri";
import { ContentIdParam, DAY_DEFAULT, Seconds, VERIFY_SECONDS_DEFAULT } from "../objects/parameters";

/** What the kinds about firmware are told. */
export const FirmwareParams = z.strictObject({
  content: ContentIdParam,
  /** The object, for devices that have more than one; when left out it is looked for. */
  root: NodeUri.optional(),
  /** The family of devices by whose habits reports are read; when left out, the manufacturer's, else FUMO 1.0 alone. */
  profile: z.enum(FIRMWARE_PROFILES).optional(),
  /** Also where the device has a later version. Needs the scope operations:approve, and is audited. */
  override: z.boolean().default(false),
  /** How long to wait for reports, anew after each report of progress, and for the new version to be seen. */
  timeouts: z
    .strictObject({
      downloadSeconds: Seconds.default(DAY_DEFAULT),
      installSeconds: Seconds.default(DAY_DEFAULT),
      verifySeconds: Seconds.default(VERIFY_SECONDS_DEFAULT),
    })
    .prefault({}),
});
export type FirmwareParams = z.output<typeof FirmwareParams>;

export const FirmwareResult = z.object({
  /** As the device reported it; null where nothing was reported. */
  code: z.number().int().nullable(),
  meaning: z.string(),
  fromVersion: z.string().nullable(),
  /** The content's version; where it tells none, the one that was read at last. */
  toVersion: z.string().nullable(),
  /** Of an update: the device was seen to have the version. Of a download: to hold a package. */
  verified: z.boolean(),
  /** The version that was read at last. */
  seenVersion: z.string().nullable(),
  /** The object's State as it was read at last, and in words. */
  state: z.number().int().nullable(),
  stateMeaning: z.string().nullable(),
  /** The device's own words behind the code. */
  detail: z.string(),
});
export type FirmwareResult = z.output<typeof FirmwareResult>;
