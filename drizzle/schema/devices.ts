import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, instant } from "./columns";

export const realm = pgEnum("realm", ["live", "sandbox"]);

/**
 * What is known of a device. `device_id` is computed from realm and DevId, so that no look-up routes a message, and
 * leads every key of every table that grows with devices. Written by registration and, when a fact changed, by the
 * session path; read everywhere. The text_pattern_ops indexes serve exact, prefix and (reversed) suffix search; those
 * with device_id at their end also the order of lists.
 */
export const devices = pgTable(
  "devices",
  {
    deviceId: uuid("device_id").primaryKey(),
    realm: realm("realm").notNull(),
    devId: text("dev_id").notNull(),
    manufacturer: text("manufacturer"),
    model: text("model"),
    firmware: text("firmware"),
    software: text("software"),
    hardware: text("hardware"),
    language: text("language"),
    dmVersion: text("dm_version"),
    msisdn: text("msisdn"),
    imsi: text("imsi"),
    timeZone: text("time_zone"),
    tags: text("tags").array().notNull().default(sql`'{}'::text[]`),
    /** Where the device can be woken: `[{kind, address?}]`, first choice first. */
    channels: jsonb("channels").$type<DeviceChannelAddress[]>().notNull().default([]),
    optOut: boolean("opt_out").notNull().default(false),
    disabled: boolean("disabled").notNull().default(false),
    /** When two devices were last seen to use this id. */
    collisionAt: instant("collision_at"),
    /** Digest of the message that showed it: the same octets again are no second collision. */
    collisionOf: bytea("collision_of"),
    /** Since a second collision within a day: work that can do harm waits until an administrator has looked. */
    heldSince: instant("held_since"),
    /** Moved by the projector at most once a day; the exact time is in device_live. */
    lastSeenDay: date("last_seen_day", { mode: "string" }),
    registeredAt: instant("registered_at").notNull().defaultNow(),
    /** Since when it is no longer managed: it is `disabled` too. Null while it is. */
    retiredAt: instant("retired_at"),
    /** Grows each time a retired device is registered again, or proves a bootstrap; what it was before is in `device_lives`. */
    life: integer("life").notNull().default(1),
    /** Grows with what callers change, not with what the device says of itself. */
    revision: integer("revision").notNull().default(1),
  },
  (t) => [
    index("devices_dev_id").on(t.devId.op("text_pattern_ops")),
    index("devices_dev_id_reversed").on(sql`reverse(${t.devId}) text_pattern_ops`),
    index("devices_msisdn").on(t.msisdn.op("text_pattern_ops")),
    index("devices_msisdn_reversed").on(sql`reverse(${t.msisdn}) text_pattern_ops`),
    index("devices_imsi").on(t.imsi.op("text_pattern_ops")),
    index("devices_model").on(t.manufacturer, t.model, t.deviceId),
    index("devices_firmware").on(t.firmware.op("text_pattern_ops"), t.deviceId),
    index("devices_firmware_order").on(sql`natural_order_key(${t.firmware}) collate "C"`, t.deviceId),
    index("devices_tags").using("gin", t.tags),
    index("devices_retired").on(t.retiredAt).where(sql`${t.retiredAt} is not null`),
  ],
);

/**
 * What a device was in the lives before its present one. Written when it is registered again, and by
 * `begin_life_of_bootstrap` when it proves the account of a bootstrap; read with its history.
 */
export const deviceLives = pgTable(
  "device_lives",
  {
    deviceId: uuid("device_id").notNull(),
    life: integer("life").notNull(),
    registeredAt: instant("registered_at").notNull(),
    retiredAt: instant("retired_at").notNull(),
    /** The operation whose bootstrap ended it; null: it was registered again. */
    bootstrapId: uuid("bootstrap_id"),
    /** Columns of `devices` as they were. */
    facts: jsonb("facts").$type<Readonly<Record<string, unknown>>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.deviceId, t.life] })],
);

export interface DeviceChannelAddress {
  readonly kind: string;
  /** Absent: what the channel needs is known of the device itself (its MSISDN). */
  readonly address?: string | undefined;
}

/** The least that is taken of a device; success with a stronger one raises it, and only an administrator lowers it. */
export type CredentialScheme = "none" | "basic" | "md5" | "mac" | "certificate";

/**
 * How a device proves itself (`client`) and how the server proves itself to it (`server`). Secrets are sealed, bound to
 * the device and the side; that of a certificate is its thumbprint. `client_next` and `server_next` went out in a bootstrap: they take the others' place when a
 * session proves that they arrived.
 */
export const deviceCredentials = pgTable(
  "device_credentials",
  {
    deviceId: uuid("device_id").notNull(),
    purpose: text("purpose").$type<"client" | "server" | "client_next" | "server_next">().notNull(),
    scheme: text("scheme").$type<CredentialScheme>().notNull(),
    name: text("name").notNull(),
    sealedSecret: text("sealed_secret").notNull(),
    allowEmptyNonce: boolean("allow_empty_nonce").notNull().default(false),
    /** A device that lost its nonces may be asked back by a notification on the default nonce, and answer on it. */
    allowResync: boolean("allow_resync").notNull().default(true),
  },
  (t) => [primaryKey({ columns: [t.deviceId, t.purpose] })],
);

/**
 * The one hot row of a device: its open session, nonces, last contact. Its key is the rule "one session per device";
 * it has no other index, ever, so that every update stays a HOT update (fillfactor 60, set in a migration).
 * `version` grows with every write and orders the device's events.
 */
export const deviceLive = pgTable("device_live", {
  deviceId: uuid("device_id").primaryKey(),
  version: bigint("version", { mode: "number" }).notNull().default(0),
  /** The open session; null when none is. Starts `dm_messages` and `dm_sessions` rows of this session. */
  sessionKey: uuid("session_key"),
  sessionStartedAt: instant("session_started_at"),
  respTokenHash: bytea("resp_token_hash"),
  msgNo: integer("msg_no").notNull().default(0),
  /** SessionState of the engine, as JSON. */
  state: text("state"),
  nonceCurrent: bytea("nonce_current"),
  /** The nonce before the current one, and behind it the one that was given up last: 16 octets each. */
  noncePrevious: bytea("nonce_previous"),
  serverNonce: bytea("server_nonce"),
  lastRequestDigest: bytea("last_request_digest"),
  lastContactAt: instant("last_contact_at"),
});

/** What is known of a device's management tree. Upserted in batches by the session path. */
export const deviceNodes = pgTable(
  "device_nodes",
  {
    deviceId: uuid("device_id").notNull(),
    uri: text("uri").notNull(),
    format: text("format").notNull(),
    type: text("type"),
    value: text("value"),
    acl: text("acl"),
    readAt: instant("read_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.deviceId, t.uri] })],
);
