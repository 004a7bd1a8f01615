import { z } from "zod";
import { ADDRESS_RULES, isAddressOf } from "../../adapters/channels/addresses";
import { GivenInstant } from "../given-instant";
import { PageInput, wholeNumber } from "../page";
import { CONTACT_STATES } from "./contact-states";
import { FILTER_CHARACTERS_MAX } from "./filter/read-tokens";

/** An instant as text: RFC 3339, UTC. Use cases answer Date or text; both become text. */
export const Instant = z.union([z.date().transform((at) => at.toISOString()), z.string()]).pipe(z.iso.datetime());

export const DevId = z
  .string()
  .regex(
    /^(IMEI:\d{14,16}|MAC:[0-9A-Fa-f]{12}|urn:uuid:[0-9A-Fa-f-]{36}|urn:imei:[\d-]{14,20}|[A-Za-z][A-Za-z0-9+.:_-]{3,127})$/,
    {
      message: "A DevId looks like IMEI:350000000000001, MAC:001122AABBCC or urn:uuid:... (4 to 128 characters).",
    },
  );

const Msisdn = z.string().regex(/^\d{7,15}$/, { message: "An MSISDN has 7 to 15 digits, without + or 00." });
const Imsi = z.string().regex(/^\d{14,15}$/, { message: "An IMSI has 14 or 15 digits." });
const ShortText = z.string().min(1).max(128);
const TimeZone = z.string().max(64).refine(isTimeZone, { message: "A time zone looks like Europe/Vienna." });
const Tag = z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/, { message: "A tag has 1 to 64 of A-Z a-z 0-9 . _ : -" });

const TAGS_MAX = 50;
const CHANNELS_MAX = 10;
/** Package 0 tells its length in one octet. */
const SERVER_NAME_OCTETS_MAX = 255;

/** `model = "R5" and not tag = "pilot"`; what is read of it is in docs/integrating.md, "Filter". */
export const DeviceFilter = z.string().min(1).max(FILTER_CHARACTERS_MAX);

/** Channels that reach a device by its number, which may stand at the device itself. */
const BY_NUMBER: ReadonlySet<string> = new Set(["smpp", "http-sms", "pap"]);

export const ChannelAddress = z
  .strictObject({
    kind: z.enum(["sim-http", "udp", "smpp", "http-sms", "pap"]),
    address: z.string().min(1).max(512).optional(),
  })
  .refine(({ kind, address }) => address !== undefined || BY_NUMBER.has(kind), {
    path: ["address"],
    message: "This channel needs an address: only channels that send to a number take the device's own MSISDN.",
  })
  .superRefine(({ kind, address }, context) => {
    if (address === undefined || isAddressOf(kind, address)) return;
    context.addIssue({ code: "custom", path: ["address"], message: ADDRESS_RULES[kind] });
  });

/** First choice first. Each kind stands for one address: waking goes on behind it when it does not bring the device. */
const Channels = z
  .array(ChannelAddress)
  .max(CHANNELS_MAX)
  .superRefine((channels, context) => {
    for (const [place, { kind }] of channels.entries()) {
      if (channels.findIndex((other) => other.kind === kind) === place) continue;
      const message = `${kind} is there already: a channel has one address of the device.`;
      context.addIssue({ code: "custom", path: [place, "kind"], message });
    }
  });

/** Names go into headers and SyncML: no line breaks or other control characters. */
const AccountName = z
  .string()
  .min(1)
  .max(128)
  .regex(/^\P{Cc}*$/u, { message: "A name has no control characters." });
const ServerName = AccountName.refine((name) => new TextEncoder().encode(name).length <= SERVER_NAME_OCTETS_MAX, {
  message: `The name of the server has at most ${SERVER_NAME_OCTETS_MAX} octets in UTF-8.`,
});
const Secret = z.string().min(8).max(256);

/** SHA-256 of a certificate as tools print it, with or without colons; kept in lower case. */
const Thumbprint = z
  .string()
  .max(95)
  .transform((text) => text.replaceAll(":", "").toLowerCase())
  .pipe(
    z.string().regex(/^[0-9a-f]{64}$/, { message: "A thumbprint is the SHA-256 of the certificate: 64 hex digits." }),
  );

/**
 * The least that is taken of the device: `mac` is more than `md5` than `basic`, and the server asks for it from then on
 * when a device was seen to master more. `certificate`: the TLS client's, by its thumbprint.
 */
export const ClientCredentialInput = z
  .strictObject({
    type: z.enum(["none", "basic", "md5", "mac", "certificate"]),
    username: AccountName.optional(),
    secret: Secret.optional(),
    thumbprint: Thumbprint.optional(),
    /** The first sign-in of the device may be on the empty nonce; false where left out. */
    allowEmptyNonce: z.boolean().optional(),
    /** A device that lost its nonces may be asked back on the default nonce; true where left out. */
    allowResync: z.boolean().optional(),
  })
  .refine(({ type, thumbprint }) => (type === "certificate") === (thumbprint !== undefined), {
    path: ["thumbprint"],
    message: "A credential of type certificate has a thumbprint, and only that has one.",
  })
  .refine(({ type, secret }) => secret === undefined || (type !== "certificate" && type !== "none"), {
    path: ["secret"],
    message: "A credential of type certificate or none has no secret.",
  });

export const ServerCredentialInput = z.strictObject({
  type: z.enum(["none", "basic", "md5", "mac"]),
  name: ServerName.optional(),
  secret: Secret.optional(),
});

export const RegisterDeviceInput = z.strictObject({
  devId: DevId,
  manufacturer: ShortText.optional(),
  model: ShortText.optional(),
  msisdn: Msisdn.optional(),
  imsi: Imsi.optional(),
  timeZone: TimeZone.optional(),
  tags: z.array(Tag).max(TAGS_MAX).default([]),
  credentials: z
    .strictObject({ client: ClientCredentialInput.optional(), server: ServerCredentialInput.optional() })
    .optional(),
  channels: Channels.default([]),
});

export const SetCredentialsInput = z
  .strictObject({
    id: z.string().min(1).max(200),
    client: ClientCredentialInput.optional(),
    server: ServerCredentialInput.optional(),
  })
  .refine(({ client, server }) => client !== undefined || server !== undefined, {
    path: ["client"],
    message: "Give the device's side (client), the server's (server), or both.",
  });

/** The sides that were set, without their secrets. */
export const CredentialsView = z.object({
  items: z.array(z.object({ side: z.string(), type: z.string(), name: z.string() })),
});

export const ResolveCollisionInput = z.strictObject({
  id: z.string().min(1).max(200),
  /** What was found, for the audit log. */
  reason: z.string().min(1).max(1_000),
});

export const ContactState = z.enum(CONTACT_STATES);

export const DeviceView = z.object({
  id: z.string(),
  devId: z.string(),
  manufacturer: z.string().nullable(),
  model: z.string().nullable(),
  firmware: z.string().nullable(),
  software: z.string().nullable(),
  hardware: z.string().nullable(),
  language: z.string().nullable(),
  dmVersion: z.string().nullable(),
  msisdn: z.string().nullable(),
  imsi: z.string().nullable(),
  timeZone: z.string().nullable(),
  tags: z.array(z.string()),
  channels: z.array(z.object({ kind: z.string(), address: z.string().nullable() })),
  optOut: z.boolean(),
  contact: z.object({ state: ContactState, lastContactAt: Instant.nullable() }),
  registeredAt: Instant,
  /** Since when it is no longer managed. */
  retiredAt: Instant.nullable(),
  /** Grows each time a retired device is registered again. */
  life: z.number().int(),
  /** Grows with what callers change; `ETag` says the same. */
  revision: z.number().int(),
});
export type DeviceView = z.infer<typeof DeviceView>;

export const DeviceIdInput = z.strictObject({ id: z.string().min(1).max(200) });

/** The revision that the caller has read; where it is given and no longer so, nothing is changed. */
export const Revision = z.number().int().min(1).max(2_147_483_647).optional();

/** What is left out stays as it is; null takes a fact away. */
export const ChangeDeviceInput = DeviceIdInput.extend({
  revision: Revision,
  manufacturer: ShortText.nullable().optional(),
  model: ShortText.nullable().optional(),
  msisdn: Msisdn.nullable().optional(),
  imsi: Imsi.nullable().optional(),
  timeZone: TimeZone.nullable().optional(),
  tags: z.array(Tag).max(TAGS_MAX).optional(),
  channels: Channels.optional(),
  optOut: z.boolean().optional(),
});

export const RetireDeviceInput = DeviceIdInput.extend({ revision: Revision });

export const DeviceHistoryInput = PageInput.extend({ id: z.string().min(1).max(200) });

/** One thing that happened to a device. */
export const DeviceHistoryItem = z.object({
  seq: z.number().int(),
  at: Instant,
  /** As in the event feed: `dmwsi.task.succeeded.v1`. */
  type: z.string(),
  operationId: z.string().nullable(),
  taskId: z.string().nullable(),
  kind: z.string().nullable(),
  reason: z.string().nullable(),
  data: z.unknown(),
});

/** What a device was before it was retired and registered again. */
export const DeviceLifeView = z.object({
  life: z.number().int(),
  registeredAt: Instant,
  retiredAt: Instant,
  facts: z.record(z.string(), z.unknown()),
});

export const ListDevicesInput = PageInput.extend({
  devId: z.string().max(200).optional(),
  msisdn: z.string().max(20).optional(),
  imsi: z.string().max(20).optional(),
  manufacturer: z.string().max(128).optional(),
  model: z.string().max(128).optional(),
  firmware: z.string().max(128).optional(),
  tag: z.string().max(64).optional(),
  /** Seen, but not since then. */
  lastContactBefore: GivenInstant.optional(),
  /** A group (`grp_...`) that the devices are in. */
  group: z.string().min(1).max(64).optional(),
  /** An expression of the filter language. */
  filter: DeviceFilter.optional(),
  /** Free text: matches the start or the end of DevId or MSISDN, or the model. */
  q: z.string().max(128).optional(),
});

/** One node of a device's tree as it was last read. `children` are names; null for a leaf. */
export const TreeNodeView = z.object({
  uri: z.string(),
  format: z.string(),
  type: z.string().nullable(),
  value: z.string().nullable(),
  size: z.number().int().nullable(),
  acl: z.string().nullable(),
  children: z.array(z.string()).nullable(),
  readAt: Instant,
  /** What the maker calls the node and says of it; null where nobody described the device's model. */
  title: z.string().nullable(),
  description: z.string().nullable(),
});
export type TreeNodeView = z.infer<typeof TreeNodeView>;

export const ReadTreeInput = z.strictObject({
  id: z.string().min(1).max(200),
  uri: z.string().max(1_024).default("."),
  depth: wholeNumber(0, 32).default(1),
});

export const ExportTreeInput = ReadTreeInput.omit({ depth: true });

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const StateFields = {
  state: z.number().int().nullable(),
  stateMeaning: z.string().nullable(),
  /** When it was last read. */
  readAt: Instant,
};
const SoftwareFields = {
  uri: z.string(),
  /** Of a component: of the package that it came in. */
  packageId: z.string().nullable(),
  name: z.string().nullable(),
  description: z.string().nullable(),
  environment: z.string().nullable(),
  status: z.number().int().nullable(),
  statusMeaning: z.string().nullable(),
  ...StateFields,
};

/** A Firmware Update Management Object of a device. */
const KnownFirmware = z.object({
  root: z.string(),
  pkgName: z.string().nullable(),
  pkgVersion: z.string().nullable(),
  ...StateFields,
});
export type KnownFirmware = z.infer<typeof KnownFirmware>;

/** A package that a device keeps. */
const KnownPackage = z.object(SoftwareFields);
export type KnownPackage = z.infer<typeof KnownPackage>;

/** A component that is installed on a device. */
const KnownComponent = z.object({
  componentId: z.string().nullable(),
  version: z.string().nullable(),
  ...SoftwareFields,
});
export type KnownComponent = z.infer<typeof KnownComponent>;

export const DeviceComponentsView = z.object({
  firmware: z.array(KnownFirmware),
  delivered: z.array(KnownPackage),
  deployed: z.array(KnownComponent),
  /** More is known than is shown. */
  truncated: z.boolean(),
});
