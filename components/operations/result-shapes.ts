interface ReadValue {
  readonly uri: string;
  readonly status: number;
  readonly format: string | null;
  readonly value: string | null;
}

/** What was known of a changed node beside the answer, by kind: text, or whether it is gone. null: not known. */
const CHANGE_FACTS = {
  "parameter.set": ["before", "after"],
  "parameter.add": ["after"],
  "parameter.delete": ["gone"],
  "parameter.copy": ["from", "original", "after"],
} as const;
export type ChangeFact = (typeof CHANGE_FACTS)[keyof typeof CHANGE_FACTS][number];

type ChangedNode = {
  readonly uri: string;
  /** null: the command was not sent. */
  readonly status: number | null;
} & { readonly [fact in ChangeFact]?: string | boolean | null };

/** What a device said of a firmware, and what it was seen to have. */
export interface FirmwareOutcome {
  /** null: it reported nothing. */
  readonly code: number | null;
  readonly meaning: string;
  readonly fromVersion: string | null;
  readonly toVersion: string | null;
  readonly seenVersion: string | null;
  readonly stateMeaning: string | null;
  /** The device's own words. */
  readonly detail: string;
}

/** What a device said of a component or package, and what its inventory was seen to hold. */
export interface SoftwareOutcome extends Omit<FirmwareOutcome, "seenVersion" | "stateMeaning"> {
  readonly verified: boolean;
  /** As it was read last; null: nothing is known of it. */
  readonly item: SoftwareItem | null;
}

export interface SoftwareItem {
  readonly uri: string;
  readonly componentId: string | null;
  readonly packageId: string | null;
  readonly name: string | null;
  readonly version: string | null;
  readonly state: number | null;
  readonly stateMeaning: string | null;
}

/** Results of the kinds the console shows in a form of their own. */
export type ShownResult =
  | { readonly form: "read"; readonly values: readonly ReadValue[] }
  | { readonly form: "changed"; readonly facts: readonly ChangeFact[]; readonly values: readonly ChangedNode[] }
  | { readonly form: "executed"; readonly status: number; readonly meaning: string; readonly reported: string | null }
  | { readonly form: "discovered"; readonly nodes: number; readonly truncated: boolean }
  | { readonly form: "firmware"; readonly outcome: FirmwareOutcome }
  | { readonly form: "software"; readonly outcome: SoftwareOutcome; readonly removed: boolean }
  | { readonly form: "inventory"; readonly components: number; readonly packages: number; readonly firmware: number }
  | { readonly form: "data"; readonly data: unknown };

/**
 * Reads a result leniently: one of another version, or of a kind that has no form yet, is shown as data. By hand and
 * not by a schema, since a schema library would be most of what this page sends to the browser.
 */
export function shownResult(kind: string, result: unknown): ShownResult {
  const fields = fieldsOf(result);
  const { values, status, meaning, nodes, truncated } = fields;
  if (kind === "parameter.get" && isListOf(values, isReadValue)) return { form: "read", values };
  if (isChange(kind)) {
    const facts = CHANGE_FACTS[kind];
    const isOne = (value: unknown): value is ChangedNode => isChangedNode(value, facts);
    if (isListOf(values, isOne)) return { form: "changed", facts, values };
  }
  if (kind === "script.run") return scriptResult(fields) ?? { form: "data", data: result };
  if (kind === "node.execute" && typeof status === "number" && typeof meaning === "string") {
    const data = fieldsOf(fields["alert"])["data"];
    return { form: "executed", status, meaning, reported: typeof data === "string" ? data : null };
  }
  if (kind === "device.discover" && typeof nodes === "number" && typeof truncated === "boolean") {
    return { form: "discovered", nodes, truncated };
  }
  if (kind.startsWith("firmware.") && isFirmwareOutcome(result)) return { form: "firmware", outcome: result };
  if (kind === "software.inventory") return inventoryResult(fields) ?? { form: "data", data: result };
  if (kind.startsWith("software.") && isSoftwareOutcome(result)) {
    return { form: "software", outcome: result, removed: kind === "software.remove" && result.verified };
  }
  return { form: "data", data: result };
}

/** What the commands of a script read; what was answered to each stands with the steps. null: it read nothing. */
function scriptResult({ steps }: Readonly<Record<string, unknown>>): ShownResult | null {
  if (!Array.isArray(steps)) return null;
  const nodes = steps.map(fieldsOf).flatMap(({ nodes: read, status }) => {
    return Array.isArray(read) ? read.map((node) => ({ ...fieldsOf(node), status })) : [];
  });
  return nodes.length > 0 && isListOf(nodes, isReadValue) ? { form: "read", values: nodes } : null;
}

function inventoryResult({ software, firmware }: Readonly<Record<string, unknown>>): ShownResult | null {
  if (!Array.isArray(software) || !Array.isArray(firmware)) return null;
  const objects = software.map(fieldsOf);
  const countOf = (list: string) =>
    objects.reduce((sum, { [list]: items }) => sum + (Array.isArray(items) ? items.length : 0), 0);
  return {
    form: "inventory",
    components: countOf("deployed"),
    packages: countOf("delivered"),
    firmware: firmware.length,
  };
}

function isListOf<T>(value: unknown, isOne: (one: unknown) => one is T): value is T[] {
  return Array.isArray(value) && value.every(isOne);
}

function isReadValue(value: unknown): value is ReadValue {
  const { uri, status, format, value: read } = fieldsOf(value);
  return typeof uri === "string" && typeof status === "number" && isText(format) && isText(read);
}

function isChange(kind: string): kind is keyof typeof CHANGE_FACTS {
  return Object.hasOwn(CHANGE_FACTS, kind);
}

function isChangedNode(value: unknown, facts: readonly ChangeFact[]): value is ChangedNode {
  const { uri, status, ...known } = fieldsOf(value);
  return (
    typeof uri === "string" &&
    (typeof status === "number" || status === null) &&
    facts.every((name) => isText(known[name]) || typeof known[name] === "boolean")
  );
}

function isFirmwareOutcome(value: unknown): value is FirmwareOutcome {
  const { seenVersion, stateMeaning, ...report } = fieldsOf(value);
  return isReport(report) && isText(seenVersion) && isText(stateMeaning);
}

function isSoftwareOutcome(value: unknown): value is SoftwareOutcome {
  const { item, verified, ...report } = fieldsOf(value);
  return isReport(report) && typeof verified === "boolean" && (item === null || isSoftwareItem(item));
}

function isSoftwareItem(value: unknown): value is SoftwareItem {
  const { uri, state, ...facts } = fieldsOf(value);
  const isState = state === null || typeof state === "number";
  const texts = ["componentId", "packageId", "name", "version", "stateMeaning"];
  return typeof uri === "string" && isState && texts.every((name) => isText(facts[name]));
}

/** What results about firmware and software have in common. */
function isReport({ code, meaning, detail, fromVersion, toVersion }: Readonly<Record<string, unknown>>): boolean {
  return (
    (code === null || typeof code === "number") &&
    typeof meaning === "string" &&
    typeof detail === "string" &&
    isText(fromVersion) &&
    isText(toVersion)
  );
}

function isText(text: unknown): text is string | null {
  return typeof text === "string" || text === null;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
