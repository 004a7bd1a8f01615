import type { AnswerNode, DocumentNode, MediaNode, OperationNode } from "./document-nodes";
import { escapeHtml, inlineHtml, jsonHtml, proseHtml, tableHtml } from "./markup";
import { schemaHtml, typeHtml } from "./schema-html";

/** One operation of the API: what it is for, what it takes, what it answers. */
export function operationHtml(document: DocumentNode, method: string, path: string, operation: OperationNode): string {
  const { operationId, summary = "", description = "", parameters = [], requestBody, responses } = operation;
  const rows = parameters.map((one) => [
    `<code>${escapeHtml(one.name)}</code>${one.required ? ' <em class="must">required</em>' : ""}`,
    escapeHtml(one.in),
    `${one.schema ? typeHtml(one.schema) : ""} ${inlineHtml(one.description ?? "")}`,
  ]);
  const bodies = Object.entries(requestBody?.content ?? {}).map(([type, media]) => bodyHtml("Body", type, media));
  const answers = Object.entries(responses).map(([status, given]) => answerHtml(document, status, given));
  return `<section class="operation" aria-labelledby="${escapeHtml(operationId)}">
<h3 id="${escapeHtml(operationId)}"><code class="method ${method}">${method.toUpperCase()}</code> <code>${escapeHtml(path)}</code></h3>
<p class="summary">${inlineHtml(summary)}</p>${proseHtml(description)}
${tableHtml(["Parameter", "In", "What"], rows)}${bodies.join("")}
<h4>Answers</h4>${answers.join("")}</section>`;
}

function answerHtml(document: DocumentNode, status: string, given: AnswerNode): string {
  const answer = given.$ref === undefined ? given : document.components.responses[given.$ref.split("/").at(-1) ?? ""];
  const { description = "", headers = {}, content = {} } = answer ?? {};
  const names = Object.keys(headers).map((name) => `<code>${escapeHtml(name)}</code>`);
  const bodies = Object.entries(content).map(([type, media]) => bodyHtml("With", type, media));
  const told = names.length > 0 ? `<p>Headers: ${names.join(", ")}</p>` : "";
  return `<details><summary><strong>${escapeHtml(status)}</strong> ${inlineHtml(description)}</summary>${told}${bodies.join("")}</details>`;
}

function bodyHtml(label: string, type: string, media: MediaNode): string {
  const examples = Object.entries(media.examples ?? {}).map(
    ([name, { value }]) => `<details><summary>Example: ${escapeHtml(name)}</summary>${jsonHtml(value)}</details>`,
  );
  const example = media.example === undefined ? "" : `<p>Example:</p>${jsonHtml(media.example)}`;
  const schema = media.schema ? `<div class="schema">${schemaHtml(media.schema)}</div>` : "";
  return `<h4>${label} <code>${escapeHtml(type)}</code></h4>${schema}${example}${examples.join("")}`;
}
