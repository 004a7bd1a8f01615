interface ReadValue {
  readonly uri: string;
  readonly status: number;
  readonly format: string | null;
  readonly value: string | null;
}

interface SetValue {
  readonly uri: string;
  readonly status: number;
  readonly before: string | null;
  readonly after: string | null;
}

/** Results of the kinds the console shows in a form of their own. */
export type ShownResult =
  | { readonly form: "read"; readonly values: readonly ReadValue[] }
  | { readonly form: "set"; readonly values: readonly SetValue[] }
  | { readonly form: "executed"; readonly status: number; readonly meaning: string; readonly reported: string | null }
  | { readonly form: "discovered"; readonly nodes: number; readonly truncated: boolean }
  | { readonly form: "data"; readonly data: unknown };

/**
 * Reads a result leniently: one of another version, or of a kind that has no form yet, is shown as data. By hand and
 * not by a schema, since a schema library would be most of what this page sends to the browser.
 */
export function shownResult(kind: string, result: unknown): ShownResult {
  const fields = fieldsOf(result);
  const values = Array.isArray(fields["values"]) ? fields["values"].map(fieldsOf) : null;
  const asRead = kind === "parameter.get" && values !== null;
  const asSet = kind === "parameter.set" && values !== null;
  if (asRead && values.every((value) => isValue(value, ["format", "value"]))) {
    return { form: "read", values: values as unknown as ReadValue[] };
  }
  if (asSet && values.every((value) => isValue(value, ["before", "after"]))) {
    return { form: "set", values: values as unknown as SetValue[] };
  }
  const { status, meaning, nodes, truncated } = fields;
  if (kind === "node.execute" && typeof status === "number" && typeof meaning === "string") {
    const data = fieldsOf(fields["alert"])["data"];
    return { form: "executed", status, meaning, reported: typeof data === "string" ? data : null };
  }
  if (kind === "device.discover" && typeof nodes === "number" && typeof truncated === "boolean") {
    return { form: "discovered", nodes, truncated };
  }
  return { form: "data", data: result };
}

function isValue(value: Readonly<Record<string, unknown>>, texts: readonly string[]): boolean {
  const isText = (text: unknown) => typeof text === "string" || text === null;
  return (
    typeof value["uri"] === "string" &&
    typeof value["status"] === "number" &&
    texts.every((name) => isText(value[name]))
  );
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
