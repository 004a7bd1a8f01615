import { readFileSync } from "node:fs";
import { z } from "zod";
import { DeviceUser } from "./device-user";
import phone from "./profiles/phone.json" with { type: "json" };
import router from "./profiles/router.json" with { type: "json" };
import vehicle from "./profiles/vehicle.json" with { type: "json" };
import { QuirkName, type Quirks } from "./quirks";

/** What an Exec on a node does. Times in milliseconds. */
const ExecJson = z.strictObject({
  /** The status at once; 202 means that the device works on it and reports. */
  status: z.number().int().min(200).max(599).default(200),
  report: z
    .strictObject({
      type: z.string().min(1),
      format: z.string().default("chr"),
      data: z.string(),
      afterMs: z.number().int().min(0).max(86_400_000).default(1_000),
      /** Values that the work changes, by URI, when it is done. */
      sets: z.record(z.string(), z.string()).default({}),
    })
    .optional(),
});
export type ExecBehaviour = z.output<typeof ExecJson>;

/** Times in milliseconds. */
const installMs = z.number().int().min(0).max(86_400_000);
/** Octets that a package may have; more is too much for the device. */
const roomOctets = z.number().int().min(1).default(536_870_912);

/** The device gives a download up when nothing has come for so long. */
const patienceMs = z.number().int().min(0).max(86_400_000).default(15_000);

/** Below the node is a firmware object [OMA-TS-DM-FUMO 1.0] that downloads, installs, restarts and reports. */
const FirmwareJson = z.strictObject({
  /** Leaf that tells the version beside the object's own PkgVersion. */
  version: z.string().optional(),
  /** Whether the Source of a report is the executed node or the object. */
  reportsAs: z.enum(["node", "object"]).default("node"),
  reportFormat: z.enum(["chr", "int"]).default("int"),
  installMs: installMs.default(400),
  roomOctets,
  patienceMs,
});
export type FirmwareSettings = z.output<typeof FirmwareJson>;

/** Below the node is an object for software components [SCOMO 1.0]. */
const SoftwareJson = z.strictObject({
  /** The device makes the leaves of an added Download node itself. */
  makesLeaves: z.boolean().default(false),
  deactivate: z.enum(["Deactivate", "Deactive"]).default("Deactivate"),
  installMs: installMs.default(300),
  roomOctets,
  patienceMs,
});
export type SoftwareSettings = z.output<typeof SoftwareJson>;

/** A management object that does more than keep values. */
export type ObjectSettings =
  | ({ readonly kind: "firmware" } & FirmwareSettings)
  | ({ readonly kind: "software" } & SoftwareSettings);

const Access = z.enum(["Add", "Copy", "Delete", "Exec", "Get", "Replace"]);
export type Access = z.output<typeof Access>;

const PropertiesJson = z.strictObject({
  /** Makes the node a leaf. `{devId}`, `{serverId}` and `{serial}` stand for the device's own. */
  value: z.string().optional(),
  format: z.string().default("chr"),
  /** MIME type of a leaf, object identifier of an interior node. */
  type: z.string().optional(),
  /** Commands that the node knows at all; holds for what is below it until said otherwise. */
  access: z.array(Access).optional(),
  acl: z.string().default(""),
  exec: ExecJson.optional(),
  firmware: FirmwareJson.optional(),
  software: SoftwareJson.optional(),
});
type Properties = z.output<typeof PropertiesJson>;

/** A node in a profile: a text is a `chr` leaf; `$` holds the properties of a node, the rest are its children. */
type NodeJson = string | { [name: string]: unknown };

const ProfileJson = z.strictObject({
  name: z.string().min(1),
  devIdKind: z.enum(["imei", "mac", "uuid"]),
  manufacturer: z.string().min(1),
  model: z.string().min(1),
  timeZone: z.string().min(1),
  /** Octets. */
  maxMsgSize: z.number().int().min(1_024),
  maxObjSize: z.number().int().min(1_024),
  /** Milliseconds that a restart takes, in which the device hears nothing. */
  restartMs: z.number().int().min(0).max(86_400_000).default(500),
  /** What the devices do otherwise than the specification. */
  quirks: z.array(QuirkName).default([]),
  /** Who is asked where the server asks the user. */
  user: DeviceUser.default("none"),
  tree: z.record(z.string(), z.unknown()),
});

/** One node of a tree that many devices share; a device keeps only what differs. */
export interface TreeNode {
  readonly format: string;
  readonly type: string | null;
  /** null: an interior node. */
  readonly value: string | null;
  readonly access: ReadonlySet<Access>;
  readonly acl: string;
  readonly children: readonly string[];
  readonly exec: ExecBehaviour | null;
}

export type Profile = Omit<z.output<typeof ProfileJson>, "tree" | "quirks"> & {
  readonly quirks: Quirks;
  /** By canonical URI; the root is `.`. */
  readonly nodes: ReadonlyMap<string, TreeNode>;
  /** By the canonical URI of their root. */
  readonly objects: ReadonlyMap<string, ObjectSettings>;
};

const BUILT_IN: Readonly<Record<"phone" | "router" | "vehicle", unknown>> = { phone, router, vehicle };
export type BuiltInProfileName = keyof typeof BUILT_IN;

/** A profile that comes with the simulator. */
export function builtInProfile(name: BuiltInProfileName): Profile {
  return parseProfile(BUILT_IN[name], name);
}

/** Reads a profile from a file. Throws an Error that names the file and what is wrong with it. */
export function readProfile(file: string): Profile {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`The profile ${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
  return parseProfile(json, file);
}

function parseProfile(json: unknown, origin: string): Profile {
  const parsed = ProfileJson.safeParse(json);
  if (!parsed.success) throw new Error(`The profile ${origin} is not right.\n${z.prettifyError(parsed.error)}`);
  const { tree, quirks, ...about } = parsed.data;
  const found = { nodes: new Map<string, TreeNode>(), objects: new Map<string, ObjectSettings>() };
  collect(found, ".", tree, new Set(["Get"]), origin);
  return { ...about, quirks: new Set(quirks), ...found };
}

function collect(
  found: { readonly nodes: Map<string, TreeNode>; readonly objects: Map<string, ObjectSettings> },
  uri: string,
  json: NodeJson,
  inherited: ReadonlySet<Access>,
  origin: string,
): void {
  const children = typeof json === "string" ? [] : Object.entries(json).filter(([name]) => name !== "$");
  const properties = propertiesOf(uri, json, origin);
  const access = properties.access ? new Set(properties.access) : inherited;
  const isLeaf = properties.value !== undefined;
  const { firmware, software } = properties;
  if (firmware) found.objects.set(uri, { kind: "firmware", ...firmware });
  if (software) found.objects.set(uri, { kind: "software", ...software });
  found.nodes.set(uri, {
    format: isLeaf ? properties.format : "node",
    type: properties.type ?? (isLeaf ? "text/plain" : null),
    value: properties.value ?? null,
    access,
    acl: properties.acl,
    children: children.map(([name]) => name),
    exec: properties.exec ?? null,
  });
  for (const [name, child] of children) {
    if (typeof child !== "string" && (typeof child !== "object" || child === null)) {
      throw new Error(`The profile ${origin} is not right: ${uri}/${name} is neither a text nor a node.`);
    }
    collect(found, `${uri}/${name}`, child as NodeJson, access, origin);
  }
}

function propertiesOf(uri: string, json: NodeJson, origin: string): Properties {
  const parsed = PropertiesJson.safeParse(typeof json === "string" ? { value: json } : (json["$"] ?? {}));
  if (!parsed.success)
    throw new Error(`The profile ${origin} is not right at ${uri}.\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
