import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Encoding } from "../element";
import dialogue from "../fixtures/dialogue/dialogue.json" with { type: "json" };
import type { Command } from "../syncml";
import { decodeMessage, encodeMessage, PlannedRun, TEST_LIMITS } from "../testing";
import type { DeviceCredentials, Effect, SessionState, StepOutput } from "./contract";
import { step } from "./step";
import type { PlannedCommand, TaskRun } from "./work";

const octets = (text: string): Uint8Array => Buffer.from(text, "utf8");
const nonce = (name: keyof typeof dialogue.nonces_b64): Uint8Array => Buffer.from(dialogue.nonces_b64[name], "base64");

/** What the service knows of the device before a message of the dialogue. */
interface Known {
  readonly state: SessionState | null;
  readonly clientNonce: Uint8Array | null;
  readonly serverNonce: Uint8Array;
  readonly fresh: Uint8Array;
  readonly work: readonly TaskRun[];
  readonly respUri?: string;
}

function credentials(known: Known): DeviceCredentials {
  return {
    client: {
      scheme: "md5",
      name: dialogue.client.username,
      secret: octets(dialogue.client.password),
      nonceCurrent: known.clientNonce,
      noncePrevious: null,
      challengeNonces: [nonce("N1")],
      acceptPreviousNonce: true,
      acceptEmptyNonce: false,
      sessionTrust: true,
    },
    server: {
      scheme: "md5",
      name: dialogue.server.username,
      secret: octets(dialogue.server.password),
      nonce: known.serverNonce,
    },
  };
}

const commands: readonly PlannedCommand[] = [
  { name: "Get", uri: "./DevDetail/FwV" },
  { name: "Get", uri: "./DevDetail/LrgObj" },
  {
    name: "Replace",
    uri: "./FwUpdate/Pkg1/DownloadAndUpdate/PkgURL",
    format: "chr",
    type: "text/plain",
    data: "https://cdn.carrier.example/nm210/4.19.dd",
  },
  { name: "Exec", uri: "./FwUpdate/Pkg1/DownloadAndUpdate", correlator: "op-5512" },
];

const kinds = (effects: readonly Effect[]): string[] => effects.map((effect) => effect.kind);

describe.each(["wbxml", "xml"] as const)("the published dialogue, in %s", (encoding: Encoding) => {
  const hear = (name: string) =>
    decodeMessage(readFileSync(join(import.meta.dirname, "../fixtures/dialogue", `${name}.${encoding}`)), encoding);

  function play(name: string, known: Known): StepOutput {
    const { message, problems } = hear(name);
    const output = step({
      state: known.state,
      abandoned: [],
      message,
      problems,
      encoding,
      work: known.work,
      credentials: credentials(known),
      nonces: { client: known.fresh, challenge: nonce("N1") },
      limits: TEST_LIMITS,
      server: { uri: "https://dm.carrier.example/omadm", respUri: "https://dm.carrier.example/omadm?sid=3F-k9" },
    });
    expect(decodeMessage(encodeMessage(output.reply, encoding), encoding).problems).toEqual([]);
    return output;
  }

  /** The published header and the commands of its kind, as the vector has them. */
  const published = (name: string) => hear(name).message;
  const statuses = (message: ReturnType<typeof published>) =>
    message.commands.filter((command) => command.name === "Status");

  const firmware = new PlannedRun("op-1", [commands, { wanted: { correlator: "op-5512" } }]);
  let state: SessionState | null = null;

  test("1 and 2: package 1 without credentials is refused with 407, a nonce, and nothing else", () => {
    const output = play("1-pkg1-no-cred", {
      state: null,
      clientNonce: null,
      serverNonce: nonce("SN0"),
      fresh: nonce("N2"),
      work: [firmware],
    });
    const expected = published("2-pkg2-challenge");
    expect(output.reply.commands).toEqual(expected.commands);
    expect(output.reply).toMatchObject({ header: expected.header, final: true });
    expect(kinds(output.effects)).toEqual(["authentication_failed"]);
    state = output.state;
  });

  test("3 and 4: the digest is accepted for the session, the server proves itself and sends its commands", () => {
    const output = play("3-pkg1-md5", {
      state,
      clientNonce: null,
      serverNonce: nonce("SN0"),
      fresh: nonce("N2"),
      work: [firmware],
    });
    const expected = published("4-pkg2-commands");
    expect(output.reply.header).toMatchObject(expected.header);
    expect(statuses(output.reply)).toEqual(statuses(expected));
    const sent = output.reply.commands.filter((command) => command.name !== "Status");
    expect(sent.map((command) => command.name)).toEqual(["Get", "Get", "Replace", "Exec"]);
    expect(sent.slice(2)).toMatchObject(
      expected.commands.slice(-2).map((command) => ({ ...command, cmdId: expect.any(String) })),
    );
    expect(kinds(output.effects)).toEqual(["session_started", "authenticated", "client_nonce", "device_info", "task"]);
    expect(output.effects).toContainEqual({ kind: "session_started", initiated: "client", sessionId: "3F" });
    expect(output.effects).toContainEqual({ kind: "authenticated", scheme: "md5", nonce: "challenge" });
    expect(output.effects).toContainEqual({ kind: "client_nonce", nonce: nonce("N2"), used: "challenge" });
    expect(output.effects).toContainEqual({
      kind: "device_info",
      values: {
        "./DevInfo/DevId": "IMEI:351234560000017",
        "./DevInfo/Man": "Nimbus Mobile",
        "./DevInfo/Mod": "NM-210",
        "./DevInfo/DmV": "2.4.1",
        "./DevInfo/Lang": "en-GB",
      },
    });
    state = output.state;
  });

  test("5 and 6: the answers reach the plan by MsgRef and CmdRef, the server's next nonce is kept, the session ends", () => {
    if (!state) throw new Error("the session is not open");
    // The vector answers one Get of two items, Replace and Exec as commands 4 to 6; the engine sent them as 4 to 7.
    const { message } = hear("5-pkg3-responses");
    const renumbered = message.commands.flatMap((command): Command[] => {
      if (command.name === "Results") {
        return command.items.map((item, at) => ({ ...command, cmdRef: String(4 + at), items: [item] }));
      }
      if (command.name !== "Status" || command.cmdRef === "0") return [command];
      if (command.cmdRef === "4") return [command, { ...command, cmdRef: "5" }];
      return [{ ...command, cmdRef: String(Number(command.cmdRef) + 1) }];
    });
    const output = step({
      state,
      abandoned: [],
      message: { ...message, commands: renumbered },
      problems: [],
      encoding,
      work: [firmware],
      credentials: credentials({
        state,
        clientNonce: nonce("N2"),
        serverNonce: nonce("SN0"),
        fresh: nonce("N1"),
        work: [],
      }),
      nonces: { client: nonce("N1"), challenge: nonce("N1") },
      limits: TEST_LIMITS,
      server: { uri: "https://dm.carrier.example/omadm", respUri: "https://dm.carrier.example/omadm?sid=3F-k9" },
    });
    const expected = published("6-pkg4-end");
    expect(output.reply.header).toEqual(expected.header);
    expect(statuses(output.reply)).toMatchObject([{ cmdRef: "0", msgRef: "3", cmd: "SyncHdr", data: 200 }]);
    expect(output.reply.commands).toHaveLength(1);
    expect(firmware.statuses()).toEqual([200, 200, 200, 202]);
    expect(output.effects).toContainEqual({ kind: "server_nonce", nonce: nonce("SN1") });
    expect(output.effects).toContainEqual({
      kind: "nodes",
      nodes: [
        { uri: "./DevDetail/FwV", format: "chr", value: "NM210-4.18.3" },
        { uri: "./DevDetail/LrgObj", format: "bool", value: "true" },
      ],
    });
    expect(output.effects).toContainEqual({ kind: "session_over", outcome: "completed" });
    expect(output.state).toBeNull();
  });

  test("7: in a later session the stored nonce is accepted and the Generic Alert reaches the waiting plan", () => {
    const output = play("7-later-session-alert", {
      state: null,
      clientNonce: nonce("N2"),
      serverNonce: nonce("SN1"),
      fresh: nonce("N1"),
      work: [firmware],
    });
    expect(statuses(output.reply)).toMatchObject([
      { cmdRef: "0", data: 212 },
      { cmdRef: "1", data: 200 },
      { cmdRef: "2", data: 200 },
      { cmdRef: "3", data: 200 },
    ]);
    expect(output.effects).toContainEqual({ kind: "authenticated", scheme: "md5", nonce: "current" });
    expect(output.effects).toContainEqual({
      kind: "alert",
      code: "1226",
      task: "op-1",
      alert: {
        type: "org.openmobilealliance.dm.firmwareupdate.downloadandupdate",
        format: "chr",
        mark: "informational",
        correlator: "op-5512",
        source: "./FwUpdate/Pkg1/DownloadAndUpdate",
        data: "200",
      },
    });
    expect(firmware.progress()).toEqual({ kind: "ended" });
  });
});
