import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { dialogueVectors, fixtureOctets } from "../server/oma-dm/testing/vectors";
import { decodeWbxml } from "../server/oma-dm/wbxml";
import { decodeXml } from "../server/oma-dm/xml";
import { bundledProgram } from "../server/testing/bundled-program";

// Each run starts a process.
vi.setConfig({ testTimeout: 60_000 });

const ROOT = join(import.meta.dirname, "..");

let program: string;
beforeAll(async () => {
  program = await bundledProgram("commands/dm.ts");
});

function dm(flags: readonly string[], input: Uint8Array | string) {
  return spawnSync(process.execPath, [program, ...flags], { cwd: ROOT, input });
}

const [message] = dialogueVectors();
const wbxml = message?.wbxml ?? new Uint8Array();
const xml = message?.xml ?? new Uint8Array();

/** The first four messages of a recorded session, as `trace` takes them. */
function recording(extra: readonly object[] = []): string {
  const messages = dialogueVectors()
    .slice(0, 4)
    .map((vector, index) => ({
      at: `2026-01-01T10:00:0${index}.000Z`,
      direction: index % 2 === 0 ? "device" : "server",
      contentType: "application/vnd.syncml.dm+wbxml",
      body: Buffer.from(vector.wbxml).toString("base64"),
    }));
  const facts = { session: { id: "ses_1", devId: "IMEI:351234560000017", outcome: "completed" } };
  return [facts, ...messages, ...extra].map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** A message of a device that calls itself `name`. */
function xmlMessage(name: string): object {
  const text = Buffer.from(xml).toString().replace("line-7781", name);
  return { at: "2026-01-01T10:00:00.000Z", direction: "device", body: Buffer.from(text).toString("base64") };
}

describe("npm run dm", () => {
  it("is started from its source, as package.json says", () => {
    const { status, stdout } = spawnSync("npm", ["run", "-s", "dm", "--", "decode"], { cwd: ROOT, input: wbxml });
    expect(status).toBe(0);
    expect(decodeXml(stdout)).toEqual(decodeXml(xml));
  });

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

  it("trace gives a recorded session in words, with what a status means", () => {
    const { status, stdout, stderr } = dm(["trace"], recording());
    expect(stderr.toString()).toBe("");
    expect(status).toBe(0);
    const text = stdout.toString();
    expect(text).toMatch(/^Session ses_1 of IMEI:351234560000017 \(completed\)\n\n/);
    const [, , second, , fourth] = text.split("\n\n");
    expect(
      second,
    ).toBe(`#2  2026-01-01T10:00:01.000Z  server -> device  WBXML  375 octets  application/vnd.syncml.dm+wbxml
    DM/1.2, session 3F, message 1, https://dm.carrier.example/omadm to IMEI:351234560000017
    wants answers at https://dm.carrier.example/omadm?******
      1 Status to SyncHdr (message 1, command 0): 407 Authentication required - No credentials were given
            challenge syncml:auth-md5, next nonce ******
      2 Status to Alert (message 1, command 1): 407 Authentication required - No credentials were given
      3 Status to Replace (message 1, command 2): 407 Authentication required - No credentials were given
    Final`);
    expect(fourth).toContain(`
      5 Replace
            ./FwUpdate/Pkg1/DownloadAndUpdate/PkgURL = "https://cdn.carrier.example/nm210/4.19.dd"  [chr, text/plain]
      6 Exec, correlator op-5512
            ./FwUpdate/Pkg1/DownloadAndUpdate`);
  });

  it("trace shows no digest, nonce or session token", () => {
    const shown = dm(["trace"], recording()).stdout.toString();
    const { nonces_b64: nonces } = JSON.parse(Buffer.from(fixtureOctets("dialogue/dialogue.json")).toString());
    for (const secret of [
      "WtI7sljqfkyKCTgYM9fr5g==",
      "BRyGvnw01/Oux5bw5EtWAw==",
      "sid=3F-k9",
      ...Object.values(nonces),
    ]) {
      expect(shown).not.toContain(secret);
    }
  });

  it("trace shows the rest of a session of which one message cannot be read, says where, and ends with 1", () => {
    const at = "2026-01-01T10:00:09.000Z";
    const cut = { at, direction: "device", body: Buffer.from(wbxml.subarray(0, 50)).toString("base64") };
    const empty = { at, direction: "server", body: "" };
    const { status, stdout, stderr } = dm(["trace"], recording([cut, empty]));
    const offset = recording().length;
    expect(stderr.toString()).toBe(
      `dm trace: line 6 at octet ${offset}: body: TRUNCATED at octet 50: string without its end\n`,
    );
    expect(status).toBe(1);
    expect(stdout.toString()).toContain(`#5  ${at}  device -> server  WBXML  50 octets\n    ! TRUNCATED at octet 50: `);
    expect(stdout.toString()).toContain(`#6  ${at}  server -> device  0 octets\n    no body\n`);
  });

  it("trace lets no device write to the terminal: what moves a cursor is shown as its number", () => {
    const hostile = xmlMessage("\u009b2J\u202e");
    const { status, stdout } = dm(["trace"], `${JSON.stringify(hostile)}\n`);
    expect(status).toBe(0);
    expect(stdout.toString()).toContain("\\u{9b}2J\\u{202e}");
    expect(stdout.toString()).not.toMatch(/[\u009b\u202e]/);
  });

  describe("replay", () => {
    const session = "commands/dm/fixtures/session.jsonl";
    const folder = mkdtempSync(join(tmpdir(), "dm-replay-"));
    afterAll(() => rmSync(folder, { recursive: true }));

    /** The recorded session with one line changed. */
    function doctored(at: number, change: (line: Record<string, unknown>) => object): string {
      const lines = readFileSync(join(ROOT, session), "utf8").trimEnd().split("\n");
      const file = join(folder, `${at}.jsonl`);
      writeFileSync(
        file,
        lines.map((line, index) => (index === at ? JSON.stringify(change(JSON.parse(line))) : line)).join("\n"),
      );
      return file;
    }

    it("runs a recorded session again and finds the same answers", () => {
      const { status, stdout, stderr } = dm(["replay", session], "");
      expect(stderr.toString()).toBe("");
      expect(stdout.toString()).toBe("7 of 7 answers are the same\n");
      expect(status).toBe(0);
    });

    it("says where the answers differ, with what was and what is, and ends with 1", () => {
      const noWork = doctored(0, (facts) => ({ ...facts, work: [] }));
      const { status, stdout, stderr } = dm(["replay", noWork], "");
      expect(stderr.toString()).toMatch(
        /^dm replay: answer 1 \(message 2\) differs\n {2}recorded: .+\n {2}now: {6}.+\n$/,
      );
      expect(stdout.length).toBe(0);
      expect(status).toBe(1);
    });

    it("says what a recording lacks, and ends with 1", () => {
      const { status, stderr } = dm(["replay", doctored(0, ({ work: _work, ...facts }) => facts)], "");
      expect(stderr.toString()).toBe(
        "dm replay: line 1 at octet 0: work: what there was to do is not told, so nothing can be run again\n",
      );
      expect(status).toBe(1);
    });

    it.each([[[]], [[session, session]], [["/nowhere/at/all.jsonl"]]])("of %j is a wrong command: 2", (files) => {
      const { status, stderr } = dm(["replay", ...files], "");
      expect(stderr.toString()).toMatch(/^dm replay: .+\n$/);
      expect(status).toBe(2);
    });
  });

  it.each([
    ["decode", fixtureOctets("malformed/unknown-tag.wbxml"), "dm decode: UNKNOWN_TAG at octet 101: 0x3f\n"],
    ["decode", "", "dm decode: EMPTY at octet 0\n"],
    ["decode", new Uint8Array(300_000).fill(1), "dm decode: LIMIT_OCTETS at octet 262144\n"],
    ["encode", "<SyncML><Nonsense/></SyncML>", "dm encode: UNKNOWN_TAG at octet 9: Nonsense\n"],
    ["trace", "", "dm trace: line 1 at octet 0: there is no message\n"],
    ["trace", '{"session":{}}\nnonsense\n', "dm trace: line 2 at octet 15: not a JSON object\n"],
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
