import type { Role } from "@/server/services/principal";

/** The kinds that can be started from a device's page. */
export const START_KINDS = [
  "parameter.get",
  "parameter.set",
  "firmware.update",
  "node.execute",
  "device.discover",
  "bootstrap.send",
] as const;
export type StartKind = (typeof START_KINDS)[number];

/** A node or a firmware may do anything to a device, and a bootstrap gives it another account; agents have none of them. */
const NOT_FOR_AGENTS: readonly StartKind[] = ["firmware.update", "node.execute", "bootstrap.send"];

export function startKindsFor(role: Role): readonly StartKind[] {
  return START_KINDS.filter((kind) => role !== "agent" || !NOT_FOR_AGENTS.includes(kind));
}

/** What a form begins with: nodes that the person chose before, and what was read of them. */
export interface StartSubject {
  readonly kind: StartKind;
  readonly uris: readonly string[];
  readonly value?: string;
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
  readonly override: boolean;
}

export function firmwareParams({ content, flow, override }: FirmwareForm) {
  return { content, ...(flow && { flow }), ...(override && { override }) };
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
