import type { RequestHandler } from "../../listeners";
import { NONCE_HEADER } from "../../runtime";
import { openApiDocument } from "../rest/openapi/document";
import { useCaseRoutes } from "../rest/routes";
import type { DocumentNode } from "./document-nodes";
import { pageHtml } from "./page-html";

/** Where people read what the API can do. */
const DOCS_PATH = "/api/docs";

/**
 * Answers the API's documentation, for everybody, and leaves every other page to `pages`. The web listener has set the
 * page policy already, and its nonce on the request. `origin`: where the API is reached.
 */
export function withApiDocs(pages: RequestHandler, origin: string): RequestHandler {
  let document: DocumentNode | null = null;
  return async (request, response) => {
    const [path] = (request.url ?? "").split("?", 1);
    if (path !== DOCS_PATH) return pages(request, response);
    document ??= openApiDocument(useCaseRoutes) as unknown as DocumentNode;
    const text = pageHtml(document, String(request.headers[NONCE_HEADER] ?? ""), origin);
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Content-Length": Buffer.byteLength(text) });
    response.end(request.method === "HEAD" ? undefined : text);
  };
}
