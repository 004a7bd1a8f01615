import type { SchemaNode } from "../rest/openapi/schema-node";
import { escapeHtml, inlineHtml } from "./markup";

const DEPTH_MAX = 8;

/** A schema in words, its fields as a list inside a list; what has a name of its own is linked. */
export function schemaHtml(node: SchemaNode, depth = 0): string {
  const fields = fieldsHtml(node, depth);
  return `${typeHtml(node)}${node.description ? ` ${inlineHtml(node.description)}` : ""}${fields}`;
}

function fieldsHtml(node: SchemaNode, depth: number): string {
  if (depth > DEPTH_MAX) return "";
  const parts = node.anyOf ?? node.oneOf ?? node.allOf;
  if (parts) {
    const told = parts.filter((one) => one.properties || one.items?.properties);
    return told.map((one) => fieldsHtml(one, depth + 1)).join("");
  }
  if (node.items) return fieldsHtml(node.items, depth + 1);
  const required = node.required ?? [];
  const entries = Object.entries(node.properties ?? {});
  if (entries.length === 0) return "";
  const items = entries.map(([name, schema]) => {
    const must = required.includes(name) ? ' <em class="must">required</em>' : "";
    return `<li><code>${escapeHtml(name)}</code>${must} ${schemaHtml(schema, depth + 1)}</li>`;
  });
  return `<ul class="fields">${items.join("")}</ul>`;
}

/** The type and what bounds it, in a line. */
export function typeHtml(node: SchemaNode): string {
  const words = [typeName(node), ...boundsOf(node)];
  return `<span class="type">${words.join(", ")}</span>`;
}

function typeName(node: SchemaNode): string {
  if (node.$ref !== undefined) {
    const name = escapeHtml(node.$ref.split("/").at(-1) ?? "");
    return `<a href="#schema-${name}">${name}</a>`;
  }
  const parts = node.anyOf ?? node.oneOf;
  if (parts) return parts.map(typeName).join(" or ");
  if (node.allOf) return node.allOf.map(typeName).join(" and ");
  if (node.const !== undefined) return `<code>${escapeHtml(JSON.stringify(node.const))}</code>`;
  if (node.enum) return node.enum.map((value) => `<code>${escapeHtml(String(value))}</code>`).join(" | ");
  const types = typeof node.type === "string" ? [node.type] : (node.type ?? ["any JSON"]);
  const named = types.map((type) => (type === "array" && node.items ? `list of ${typeName(node.items)}` : type));
  return named.join(" or ") + (node.format === undefined ? "" : ` (${escapeHtml(node.format)})`);
}

function boundsOf(node: SchemaNode): string[] {
  const range = (low: number | undefined, high: number | undefined, unit: string): string[] => {
    if (low === undefined && high === undefined) return [];
    if (high === undefined) return [`${low} or more${unit}`];
    return [low === undefined ? `at most ${high}${unit}` : `${low} to ${high}${unit}`];
  };
  return [
    ...range(node.minimum, node.maximum, ""),
    ...range(node.minLength, node.maxLength, " characters"),
    ...range(node.minItems, node.maxItems, " items"),
    ...(node.pattern === undefined ? [] : [`like <code class="pattern">${escapeHtml(node.pattern)}</code>`]),
    ...(node.default === undefined || node.default === null
      ? []
      : [`<code>${escapeHtml(JSON.stringify(node.default))}</code> when left out`]),
  ];
}
