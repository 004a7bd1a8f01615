import type { Role } from "@/server/services/principal";

/** The kinds that can be started from a device's page. */
export const START_KINDS = [
  "parameter.get",
  "parameter.set",
  "firmware.update",
  "software.inventory",
  "software.install",
  "software.update",
  "software.activate",
  "software.deactivate",
  "software.remove",
  "node.execute",
  "device.discover",
  "bootstrap.send",
] as const;
export type StartKind = (typeof START_KINDS)[number];

/** Begun at what they are about, in the device's inventory. */
const OF_AN_ITEM: readonly StartKind[] = [
  "software.update",
  "software.activate",
  "software.deactivate",
  "software.remove",
];

/**
 * A node, a firmware or software may do anything to a device, and a bootstrap gives it another account; agents have none
 * of them.
 */
const NOT_FOR_AGENTS: readonly StartKind[] = [
  "firmware.update",
  "software.install",
  ...OF_AN_ITEM,
  "node.execute",
  "bootstrap.send",
];

export function mayStart(kind: StartKind, role: Role): boolean {
  return role !== "agent" || !NOT_FOR_AGENTS.includes(kind);
}

/** What is started without anything that was chosen before. */
export function startKindsFor(role: Role): readonly StartKind[] {
  return START_KINDS.filter((kind) => !OF_AN_ITEM.includes(kind) && mayStart(kind, role));
}

/** What a form begins with: what the person chose before, and what is known of it. */
export interface StartSubject {
  readonly kind: StartKind;
  readonly uris: readonly string[];
  readonly value?: string;
  /** Of a firmware or of software that is ready: `con_...`. */
  readonly content?: string;
  readonly item?: SoftwareSubject;
}

/** A component that is installed, or a package that the device keeps. */
export interface SoftwareSubject {
  readonly list: "deployed" | "delivered";
  /** The object that it is in. */
  readonly root: string;
  /** By which operations name it. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly version: string | null;
}

export interface SetRow {
  readonly uri: string;
  readonly value: string;
  /** Empty: the node's own format, as it is read first. */
  readonly format: string;
}

export const SET_FORMATS = ["chr", "int", "bool", "float", "b64", "bin", "xml", "date", "time"] as const;

/** One node a line; blank lines and repeated nodes are left out. */
export function urisOf(text: string): string[] {
  return [...new Set(text.split("\n").map((line) => line.trim()))].filter((line) => line !== "");
}

/** The ways of an update, as the kind names them. */
export const FIRMWARE_FLOWS = ["downloadAndUpdate", "staged", "largeObject"] as const;
export type FirmwareFlow = (typeof FIRMWARE_FLOWS)[number];

interface FirmwareForm {
  readonly content: string;
  /** Empty: the first that the device's object knows. */
  readonly flow: FirmwareFlow | "";
  /** What the device's user is asked first; empty: nothing. */
  readonly question: string;
  readonly override: boolean;
}

export function firmwareParams({ content, flow, question, override }: FirmwareForm) {
  const text = question.trim();
  return { content, ...(flow && { flow }), ...(text && { ask: { text } }), ...(override && { override }) };
}

/** The ways of an installation, as the kind names them; the first is the usual one. */
export const SOFTWARE_FLOWS = ["downloadInstall", "staged"] as const;
export type SoftwareFlow = (typeof SOFTWARE_FLOWS)[number];

interface SoftwareForm {
  readonly content: string;
  /** The id of the component that comes of it; empty: nobody knows. */
  readonly component: string;
  readonly active: boolean;
  readonly flow: SoftwareFlow;
  readonly override: boolean;
}

/** `item`: what is to be replaced, where it was chosen. */
export function installParams(form: SoftwareForm, item: SoftwareSubject | undefined) {
  const { content, active, flow, override } = form;
  const component = item?.name ?? form.component.trim();
  return {
    content,
    ...(item && { root: item.root }),
    ...(component && { component }),
    ...(!active && { active }),
    ...(flow !== "downloadInstall" && { flow }),
    ...(override && { override }),
  };
}

/** Of the kinds that change what a device has. */
export function changeParams({ root, name, list }: SoftwareSubject) {
  return { root, component: name, ...(list === "delivered" && { list }) };
}

export function setParams(rows: readonly SetRow[]) {
  return {
    values: rows.map((row) => ({
      uri: row.uri.trim(),
      value: row.value,
      ...(row.format ? { format: row.format } : {}),
    })),
  };
}
