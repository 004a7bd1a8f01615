import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeWbxml } from "../server/oma-dm/wbxml";
import { decodeXml } from "../server/oma-dm/xml";
import { startFleet } from "./fleet";
import { makeDevices } from "./made-devices";
import type { Unnumbered } from "./package-one";
import { builtInProfile } from "./profile";
import { type Script, scriptedServer } from "./testing/scripted-server";

const TOOL = "wbxml2xml";
const SESSIONS_PER_PROFILE = 67;
const TIMEOUT_MS = 90_000;

let directory = "";

beforeAll(() => {
  try {
    execFileSync("sh", ["-c", `command -v ${TOOL}`], { stdio: "ignore" });
  } catch {
    throw new Error(`${TOOL} is missing: apt-get install libwbxml2-utils; npm run verify installs it.`);
  }
  directory = mkdtempSync(join(tmpdir(), "sessions-"));
});

afterAll(() => {
  if (directory !== "") rmSync(directory, { recursive: true });
});

/** A few nodes of the profile, others in each session, and a value and an Exec that the device may refuse. */
function scriptOf(uris: readonly string[]): Script {
  return (session) => {
    const some = Array.from({ length: 8 }, (_, at) => uris[(session * 8 + at) % uris.length] ?? ".");
    const get = some.map((locUri): Unnumbered => ({ name: "Get", items: [{ target: { locUri } }] }));
    const target = { locUri: some[0] ?? "." };
    const data = `value ${session} <&> ü`;
    return [
      get,
      [
        { name: "Replace", items: [{ target, meta: { format: "chr", type: "text/plain" }, data }] },
        { name: "Exec", correlator: `c${session}`, items: [{ target: { locUri: "./Actions/Reboot" } }] },
      ],
    ];
  };
}

async function sessionsOf(name: "phone" | "router" | "vehicle"): Promise<{ sessions: number; messages: Uint8Array[] }> {
  const profile = builtInProfile(name);
  const [device] = makeDevices({ count: 1, seed: name, profiles: [profile], serverId: "dmwsi" });
  if (!device) throw new Error("no device");
  const messages: Uint8Array[] = [];
  const server = await scriptedServer(device, scriptOf([...profile.nodes.keys()]));
  const observe = (_devId: string, _direction: string, octets: Uint8Array) => messages.push(octets);
  const fleet = await startFleet({
    serverUrl: server.url,
    devices: [device],
    seed: name,
    polite: false,
    faults: { die: 0, delay: 0 },
    observe,
  });
  try {
    while (fleet.statistics().sessionsCompleted < SESSIONS_PER_PROFILE) {
      const { sessionsStarted: before } = fleet.statistics();
      fleet.call(device.devId);
      while (fleet.statistics().sessionsCompleted <= before) await new Promise((resolve) => setTimeout(resolve, 2));
    }
    return { sessions: fleet.statistics().sessionsCompleted, messages };
  } finally {
    await fleet.stop();
    await server.close();
  }
}

/** What the tool reads in each message. */
function readByOthers(messages: readonly Uint8Array[]): Uint8Array[] {
  messages.forEach((octets, index) => {
    writeFileSync(join(directory, `${index}.wbxml`), octets);
  });
  const script = `i=0; while [ $i -lt ${messages.length} ]; do ${TOOL} -k -m 0 -o $i.xml $i.wbxml >/dev/null || exit 1; i=$((i+1)); done`;
  execFileSync("sh", ["-c", script], { cwd: directory, timeout: TIMEOUT_MS, stdio: "ignore" });
  return messages.map((_, index) => readFileSync(join(directory, `${index}.xml`)));
}

describe("another codec reads what simulated devices and their server say", () => {
  it("all messages of 200 sessions are the same trees to libwbxml", { timeout: 2 * TIMEOUT_MS }, async () => {
    const recorded = await Promise.all((["phone", "router", "vehicle"] as const).map(sessionsOf));
    const sessions = recorded.reduce((sum, each) => sum + each.sessions, 0);
    const messages = recorded.flatMap((each) => each.messages);
    expect(sessions).toBeGreaterThanOrEqual(200);
    expect(messages.length).toBeGreaterThan(4 * sessions);
    readByOthers(messages).forEach((xml, index) => {
      expect(decodeXml(xml)).toEqual(decodeWbxml(messages[index] ?? new Uint8Array()));
    });
    console.log(`sim-sessions-libwbxml ${sessions}/${3 * SESSIONS_PER_PROFILE}`);
  });
});
