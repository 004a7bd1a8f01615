import type { DocumentNode, OperationNode } from "./document-nodes";
import { escapeHtml, inlineHtml, jsonHtml, proseHtml } from "./markup";
import { operationHtml } from "./operation-html";
import { schemaHtml } from "./schema-html";
import { STYLE } from "./style";

const FIRST_CALL = `TOKEN=$(curl -sS -u "$CLIENT_ID:$CLIENT_SECRET" -d grant_type=client_credentials ORIGIN/api/v1/oauth/token |
  node -p "JSON.parse(fs.readFileSync(0)).access_token")

curl -sS -H "Authorization: Bearer $TOKEN" "ORIGIN/api/v1/devices?limit=1"

curl -sS -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
  -H "Idempotency-Key: $(node -p 'crypto.randomUUID()')" ORIGIN/api/v1/operations -d '{
    "kind": "parameter.get",
    "params": { "uris": ["./DevInfo/Man"] },
    "target": { "devices": ["IMEI:350000000000001"] }
  }'`;

interface Listed {
  readonly method: string;
  readonly path: string;
  readonly operation: OperationNode;
}

/**
 * The API's document as a page for people: no script, nothing from elsewhere. `nonce` is that of the answer's policy,
 * `origin` where the API is reached.
 */
export function pageHtml(document: DocumentNode, nonce: string, origin: string): string {
  const all: Listed[] = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  const groups = document.tags.map((tag) => ({
    tag,
    listed: all.filter(({ operation }) => operation.tags?.[0] === tag.name),
  }));
  const title = `${document.info.title} API`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style nonce="${escapeHtml(nonce)}">${STYLE}</style></head>
<body><a class="skip" href="#content">To the content</a>
<nav aria-label="Contents"><p><a href="#content"><strong>${escapeHtml(title)}</strong></a></p>
${groups.map(({ tag, listed }) => navHtml(tag.name, listed)).join("")}
<p><a href="#schemas">Schemas</a></p></nav>
<main id="content"><h1>${escapeHtml(title)}</h1>${proseHtml(document.info.description ?? "")}
<p>The same for programs: <a href="/api/v1/openapi.json">OpenAPI 3.1</a>.</p>
<h2>The first call</h2>${jsonHtml(FIRST_CALL.replaceAll("ORIGIN", origin))}
${groups.map(({ tag, listed }) => groupHtml(document, tag, listed)).join("")}
<h2 id="schemas">Schemas</h2>
${Object.entries(document.components.schemas)
  .map(
    ([name, schema]) =>
      `<section><h3 id="schema-${escapeHtml(name)}">${escapeHtml(name)}</h3>${schemaHtml(schema)}</section>`,
  )
  .join("\n")}
</main></body></html>`;
}

function navHtml(name: string, listed: readonly Listed[]): string {
  const items = listed.map(
    ({ method, path, operation }) =>
      `<li><a href="#${escapeHtml(operation.operationId)}"><span class="method">${method.toUpperCase()}</span> ${escapeHtml(path)}</a></li>`,
  );
  return `<details open><summary>${escapeHtml(name)}</summary><ul>${items.join("")}</ul></details>`;
}

function groupHtml(
  document: DocumentNode,
  { name, description = "" }: DocumentNode["tags"][number],
  listed: readonly Listed[],
): string {
  const sections = listed.map(({ method, path, operation }) => operationHtml(document, method, path, operation));
  return `<h2>${escapeHtml(name)}</h2><p>${inlineHtml(description)}</p>${sections.join("\n")}`;
}
