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
  const values = Array.isArray(fields["values"]) ? fields["values"].map(fieldsOf) : null;
  const asRead = kind === "parameter.get" && values !== null;
  const facts = kind in CHANGE_FACTS ? CHANGE_FACTS[kind as keyof typeof CHANGE_FACTS] : null;
  if (asRead && values.every((value) => isValue(value, ["format", "value"]))) {
    return { form: "read", values: values as unknown as ReadValue[] };
  }
  if (facts && values?.every((value) => isChange(value, facts))) {
    return { form: "changed", facts, values: values as unknown as ChangedNode[] };
  }
  if (kind === "script.run") return scriptResult(fields) ?? { form: "data", data: result };
  const { status, meaning, nodes, truncated } = fields;
  if (kind === "node.execute" && typeof status === "number" && typeof meaning === "string") {
    const data = fieldsOf(fields["alert"])["data"];
    return { form: "executed", status, meaning, reported: typeof data === "string" ? data : null };
  }
  if (kind === "device.discover" && typeof nodes === "number" && typeof truncated === "boolean") {
    return { form: "discovered", nodes, truncated };
  }
  if (kind.startsWith("firmware.") && isFirmwareOutcome(fields)) {
    return { form: "firmware", outcome: fields as unknown as FirmwareOutcome };
  }
  if (kind === "software.inventory") return inventoryResult(fields) ?? { form: "data", data: result };
  if (kind.startsWith("software.") && isSoftwareOutcome(fields)) {
    const outcome = fields as unknown as SoftwareOutcome;
    return { form: "software", outcome, removed: kind === "software.remove" && outcome.verified };
  }
  return { form: "data", data: result };
}

/** What the commands of a script read; what was answered to each stands with the steps. null: it read nothing. */
function scriptResult({ steps }: Readonly<Record<string, unknown>>): ShownResult | null {
  if (!Array.isArray(steps)) return null;
  const nodes = steps.map(fieldsOf).flatMap(({ nodes: read, status }) => {
    return Array.isArray(read) ? read.map((node) => ({ ...fieldsOf(node), status })) : [];
  });
  const isRead = nodes.length > 0 && nodes.every((node) => isValue(node, ["format", "value"]));
  return isRead ? { form: "read", values: nodes as unknown as ReadValue[] } : null;
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

function isFirmwareOutcome(fields: Readonly<Record<string, unknown>>): boolean {
  return isReport(fields) && ["seenVersion", "stateMeaning"].every((name) => isText(fields[name]));
}

function isSoftwareOutcome(fields: Readonly<Record<string, unknown>>): boolean {
  const { item, verified } = fields;
  const texts = ["componentId", "packageId", "name", "version", "stateMeaning"];
  const { uri, ...facts } = fieldsOf(item);
  const isItem = item === null || (typeof uri === "string" && texts.every((name) => isText(facts[name])));
  return isReport(fields) && typeof verified === "boolean" && isItem;
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

function isText(text: unknown): boolean {
  return typeof text === "string" || text === null;
}

function isValue(value: Readonly<Record<string, unknown>>, texts: readonly string[]): boolean {
  return (
    typeof value["uri"] === "string" &&
    typeof value["status"] === "number" &&
    texts.every((name) => isText(value[name]))
  );
}

function isChange(value: Readonly<Record<string, unknown>>, facts: readonly ChangeFact[]): boolean {
  const { uri, status } = value;
  return (
    typeof uri === "string" &&
    (typeof status === "number" || status === null) &&
    facts.every((name) => isText(value[name]) || typeof value[name] === "boolean")
  );
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
