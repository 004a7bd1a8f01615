import { z } from "zod";
import { SOFTWARE_PROFILES } from "../../../../oma-dm";
import { NodeUri } from "../node-uri";
import { ContentIdParam, DAY_DEFAULT, DownloadLink, Seconds, VERIFY_SECONDS_DEFAULT } from "../objects/parameters";

/** No other operation on software, and none on firmware, which restarts the device; reading the inventory disturbs none. */
export const SOFTWARE_EXCLUDES: readonly string[] = [
  "software.install",
  "software.update",
  "software.remove",
  "software.activate",
  "software.deactivate",
  "firmware.*",
];

const NAME_CHARACTERS_MAX = 255;
const NoControls = /^\P{Cc}+$/u;

/** What the inventory calls it: its id, or the name of its node. */
export const ItemName = z
  .string()
  .min(1)
  .max(NAME_CHARACTERS_MAX)
  .regex(NoControls, { message: "No control characters, please." });

/** What all kinds about software are told. */
export const SoftwareParams = z.strictObject({
  /** The object, for devices that have more than one; when left out it is looked for. */
  root: NodeUri.optional(),
  /** The family of devices by whose habits reports are read; when left out, what clients have in common. */
  profile: z.enum(SOFTWARE_PROFILES).optional(),
});
export type SoftwareParams = z.output<typeof SoftwareParams>;

/** What `software.install` and `software.update` are told. */
export const InstallParams = SoftwareParams.extend({
  content: ContentIdParam,
  /** The component that comes of it, by its id: it is the proof, and an earlier version is not put over a later one. */
  component: ItemName.optional(),
  /** What the device is to call the package (PkgID); when left out, the content's id. */
  packageId: ItemName.optional(),
  /** Whether it is to be active when it is installed. */
  active: z.boolean().default(true),
  /** `downloadInstall`: the device does both by itself; `staged`: it fetches, reports, and is told to install. */
  flow: z.enum(["downloadInstall", "staged"]).default("downloadInstall"),
  link: DownloadLink,
  /** Also where the device has a later version. Needs the scope operations:approve, and is audited. */
  override: z.boolean().default(false),
  /** How long to wait for reports, anew after each report of progress, and for the component to be seen. */
  timeouts: z
    .strictObject({
      downloadSeconds: Seconds.default(DAY_DEFAULT),
      installSeconds: Seconds.default(DAY_DEFAULT),
      verifySeconds: Seconds.default(VERIFY_SECONDS_DEFAULT),
    })
    .prefault({}),
});
export type InstallParams = z.output<typeof InstallParams>;

/** What kinds are told that change something which the device has. */
export const ChangeParams = SoftwareParams.extend({
  component: ItemName,
  /** How long to wait for the report, and for the change to be seen. */
  timeouts: z
    .strictObject({
      reportSeconds: Seconds.default(DAY_DEFAULT),
      verifySeconds: Seconds.default(VERIFY_SECONDS_DEFAULT),
    })
    .prefault({}),
});
export type ChangeParams = z.output<typeof ChangeParams>;

/** A package that the device has, or a component that is installed on it, as far as the device tells. */
export const SoftwareItem = z.object({
  uri: z.string(),
  /** Of a component; null for a package. */
  componentId: z.string().nullable(),
  /** Of a component: of the package that it came in. */
  packageId: z.string().nullable(),
  name: z.string().nullable(),
  version: z.string().nullable(),
  description: z.string().nullable(),
  environment: z.string().nullable(),
  /** Of a component 10 inactive, 20 active; of a package 10 delivered, 20 installed. */
  state: z.number().int().nullable(),
  stateMeaning: z.string().nullable(),
  status: z.number().int().nullable(),
  statusMeaning: z.string().nullable(),
  /** What can be executed on it; null where the device does not list it. */
  operations: z.array(z.string()).nullable(),
});
export type SoftwareItem = z.output<typeof SoftwareItem>;

export const SoftwareResult = z.object({
  /** As the device reported it; null where nothing was reported. */
  code: z.number().int().nullable(),
  meaning: z.string(),
  fromVersion: z.string().nullable(),
  /** The content's version; where it tells none, the one that was read at last. null where none is left. */
  toVersion: z.string().nullable(),
  /** The inventory was seen to show it. */
  verified: z.boolean(),
  /** What it was about, as the inventory showed it at last; null where nothing is known of it. */
  item: SoftwareItem.nullable(),
  /** The device's own words beside the code. */
  detail: z.string(),
});
export type SoftwareResult = z.output<typeof SoftwareResult>;
