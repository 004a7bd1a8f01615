import { z } from "zod";

const DAY_SECONDS = 86_400;
const WAIT_SECONDS_MAX = 30 * DAY_SECONDS;

export const DAY_DEFAULT = DAY_SECONDS;
export const VERIFY_SECONDS_DEFAULT = 3_600;

/** How long a plan may wait for one thing. */
export const Seconds = z.number().int().min(1).max(WAIT_SECONDS_MAX);

export const ContentIdParam = z
  .string()
  .regex(/^con_[0-9a-z]{26}$/, { message: "The id of a content looks like con_ and 26 characters." });

/** What a device is told to get: a descriptor that names the package (OMA Download 1.0), or the package itself. */
export const DownloadLink = z.enum(["descriptor", "package"]).default("descriptor");
export type DownloadLink = z.output<typeof DownloadLink>;
