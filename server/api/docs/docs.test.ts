import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWebListener } from "../../listeners";
import { createSourceAddresses } from "../../listeners/source-address";
import { createLog } from "../../log";
import { routes } from "../rest/routes";
import { withApiDocs } from "./index";
import { inlineHtml } from "./markup";

let listener: Awaited<ReturnType<typeof openWebListener>>;
let page: Response;
let html: string;
beforeAll(async () => {
  listener = await openWebListener({
    certificateHeader: null,
    host: "127.0.0.1",
    port: 0,
    publicUrl: "http://127.0.0.1:3000",
    development: false,
    sources: createSourceAddresses([]),
    log: createLog("error"),
    handleApi: async (_request, response) => void response.end("api"),
    preparePages: async () =>
      withApiDocs(async (_request, response) => void response.end("page"), "http://127.0.0.1:3000"),
  });
  page = await fetch(`http://127.0.0.1:${listener.port}/api/docs`);
  html = await page.text();
});
afterAll(() => listener.close(0));

describe("/api/docs", () => {
  it("is a page for everybody; what is beside it is not its own", async () => {
    expect(page.status).toBe(200);
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await (await fetch(`http://127.0.0.1:${listener.port}/api/docsx`)).text()).toBe("page");
    expect((await fetch(`http://127.0.0.1:${listener.port}/api/docs`, { method: "POST" })).status).toBe(405);
  });

  it("has every route of the API, and leads to nothing that is not on it", () => {
    for (const { path } of routes) expect(html).toContain(`<code>${path}</code></h3>`);
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const links = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.filter((id) => !ids.has(id))).toEqual([]);
    expect(ids.size).toBe([...html.matchAll(/ id="/g)].length);
  });

  it("keeps the page policy: no script, its one style by nonce, no style attribute, nothing from elsewhere", () => {
    const [, nonce = ""] =
      /style-src-elem 'self' 'nonce-([^']+)'/.exec(page.headers.get("content-security-policy") ?? "") ?? [];
    expect(html).toContain(`<style nonce="${inlineHtml(nonce)}">`);
    expect(html.match(/<style/g)).toHaveLength(1);
    expect(html).not.toMatch(/<script|<img|<link|<iframe| style=| on\w+=/);
    expect(html).not.toMatch(/(?:src|href)="(?!#|\/api\/)/);
  });

  it("shows text as text", () => {
    expect(inlineHtml('<b>&"`<i>`')).toBe("&#60;b&#62;&#38;&#34;<code>&#60;i&#62;</code>");
  });
});
