import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { internalPrincipal } from "./authorization";
import { cursorsOf } from "./cursor";
import type { Sealer } from "./secrets";

const unused = () => {
  throw new Error("Cursors only sign.");
};
const sealer: Sealer = {
  seal: unused,
  open: unused,
  sealText: unused,
  openText: unused,
  sign: (_purpose, text) => createHmac("sha256", "a key for tests").update(text).digest(),
};
const context = { sealer, principal: { ...internalPrincipal("live"), kind: "system" as const, id: "xs_one" } };
const page = { limit: 50 };

describe("cursorsOf", () => {
  it("gives back any key to the same caller, list and filters, whatever the page size", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (key) => {
        const cursor = cursorsOf(context, "devices", { ...page, tag: "a" } as never).write(key);
        expect(cursorsOf(context, "devices", { limit: 7, cursor, tag: "a" } as never).read(cursor)).toBe(key);
      }),
    );
  });

  it("refuses one of another caller, list or filter", () => {
    const cursor = cursorsOf(context, "devices", page).write("key");
    const others = [
      cursorsOf({ ...context, principal: { ...context.principal, id: "xs_two" } }, "devices", page),
      cursorsOf(context, "operations", page),
      cursorsOf(context, "devices", { ...page, tag: "a" } as never),
    ];
    for (const other of others) expect(() => other.read(cursor)).toThrow("not one of this list");
  });

  it("refuses every change of a character, and rubbish", () => {
    const cursors = cursorsOf(context, "devices", page);
    const cursor = cursors.write("0190a3c2-0000-7000-8000-000000000001");
    for (let at = 0; at < cursor.length; at += 1) {
      for (const character of ["A", "_", "=", "%"]) {
        if (cursor.charAt(at) === character) continue;
        expect(() => cursors.read(cursor.slice(0, at) + character + cursor.slice(at + 1))).toThrow("not one of");
      }
    }
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => cursors.read(text)).toThrow("not one of this list");
      }),
    );
  });
});
