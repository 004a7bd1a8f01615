import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { dialogueVectors, fixtureOctets } from "../server/oma-dm/testing/vectors";
import { decodeWbxml } from "../server/oma-dm/wbxml";
import { decodeXml } from "../server/oma-dm/xml";

// Each run starts a process that compiles what it needs.
vi.setConfig({ testTimeout: 60_000 });

const ROOT = join(import.meta.dirname, "..");

function dm(flags: readonly string[], input: Uint8Array | string) {
  return spawnSync(process.execPath, ["--import", "tsx", "commands/dm.ts", ...flags], { cwd: ROOT, input });
}

const [message] = dialogueVectors();
const wbxml = message?.wbxml ?? new Uint8Array();
const xml = message?.xml ?? new Uint8Array();

describe("npm run dm", () => {
  it("decode gives the message as XML, an element a line", () => {
    const { status, stdout, stderr } = dm(["decode"], wbxml);
    expect(stderr.toString()).toBe("");
    expect(status).toBe(0);
    expect(stdout.toString()).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<SyncML xmlns="SYNCML:SYNCML1.2">\n {2}<SyncHdr>\n/,
    );
    expect(decodeXml(stdout)).toEqual(decodeXml(xml));
  });

  it("encode gives WBXML that reads as the same message", () => {
    const { status, stdout } = dm(["encode"], xml);
    expect(status).toBe(0);
    expect(decodeWbxml(stdout)).toEqual(decodeXml(xml));
  });

  it.each([
    ["decode", fixtureOctets("malformed/unknown-tag.wbxml"), "dm decode: UNKNOWN_TAG at octet 101: 0x3f\n"],
    ["decode", "", "dm decode: EMPTY at octet 0\n"],
    ["decode", new Uint8Array(300_000).fill(1), "dm decode: LIMIT_OCTETS at octet 262144\n"],
    ["encode", "<SyncML><Nonsense/></SyncML>", "dm encode: UNKNOWN_TAG at octet 9: Nonsense\n"],
  ])(
    "%s says what is wrong with its input and where, writes nothing else, and ends with 1",
    (name, input, complaint) => {
      const { status, stdout, stderr } = dm([name], input);
      expect(stderr.toString()).toBe(complaint);
      expect(stdout.length).toBe(0);
      expect(status).toBe(1);
    },
  );

  it.each([[[]], [["nonsense"]], [["constructor"]]])("%j: says what there is, and ends with 2", (flags) => {
    const { status, stderr } = dm(flags, "");
    expect(status).toBe(2);
    expect(stderr.toString()).toContain("npm run -s dm -- decode");
  });

  it("refuses flags it does not know", () => {
    const { status, stderr } = dm(["decode", "--nonsense"], "");
    expect(status).toBe(2);
    expect(stderr.toString()).toContain("--nonsense");
  });
});
