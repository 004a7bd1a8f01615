import { Ajv2020 } from "ajv/dist/2020";

/** Checks values against one schema: what is wrong, in words; empty where nothing is. */
export type Check = (value: unknown) => string[];

const FORMATS: Readonly<Record<string, RegExp>> = {
  "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  uri: /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/,
};

/** A second opinion on what the OpenAPI document says: JSON Schema as another package reads it. */
export function createChecker(document: object): (schema: object) => Check {
  const ajv = new Ajv2020({ strict: false, allErrors: false, formats: FORMATS });
  ajv.addSchema(document, DOCUMENT);
  return (schema) => {
    const validate = ajv.compile(pointed(schema) as object);
    return (value) =>
      validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}

const DOCUMENT = "openapi.json";

/** The same schema, its references into the document made whole. */
function pointed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(pointed);
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, item]) => [
      key,
      key === "$ref" && typeof item === "string" ? `${DOCUMENT}${item}` : pointed(item),
    ]),
  );
}
