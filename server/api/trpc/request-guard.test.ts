import { describe, expect, it } from "vitest";
import { refusalOf } from "./request-guard";

const ORIGIN = "http://127.0.0.1:3000";
const GOOD = {
  "content-type": "application/json",
  "x-dmwsi": "1",
  origin: ORIGIN,
  "sec-fetch-site": "same-origin",
};

function post(changed: Record<string, string | null>): Request {
  const headers = new Headers(GOOD);
  for (const [name, value] of Object.entries(changed)) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  return new Request(`${ORIGIN}/api/trpc/operations.start`, { method: "POST", headers, body: "{}" });
}

describe("the console's API takes a change only from its own pages", () => {
  it("takes a request with all five marks", () => {
    expect(refusalOf(post({}), ORIGIN)).toBeNull();
    expect(refusalOf(post({ "content-type": "application/json; charset=utf-8" }), ORIGIN)).toBeNull();
  });

  it.each([
    ["a form's content type", { "content-type": "text/plain" }],
    ["a type that only begins like JSON", { "content-type": "application/jsonx" }],
    ["no content type", { "content-type": null }],
    ["no console header", { "x-dmwsi": null }],
    ["another origin", { origin: "http://evil.example" }],
    ["the same host on another port", { origin: "http://127.0.0.1:3001" }],
    ["an opaque origin", { origin: "null" }],
    ["no origin", { origin: null }],
    ["a request across sites", { "sec-fetch-site": "cross-site" }],
    ["a request within the site but not the origin", { "sec-fetch-site": "same-site" }],
    ["no fetch metadata", { "sec-fetch-site": null }],
  ])("refuses %s", (_, changed) => {
    expect(refusalOf(post(changed), ORIGIN)).not.toBeNull();
  });

  it("refuses other methods", () => {
    expect(refusalOf(new Request(`${ORIGIN}/api/trpc/x`, { method: "PUT", headers: GOOD }), ORIGIN)).not.toBeNull();
    expect(refusalOf(new Request(`${ORIGIN}/api/trpc/x`, { method: "GET" }), ORIGIN)).toBeNull();
  });
});
