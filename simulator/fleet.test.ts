import { afterEach, describe, expect, it, vi } from "vitest";
import { credentialDigest, notificationDigest } from "../server/oma-dm/security";
import type { ResultsCommand, StatusCommand } from "../server/oma-dm/syncml";
import { type Fleet, type FleetOptions, startFleet } from "./fleet";
import type { Account } from "./fleet-device";
import { builtInProfile } from "./profile";
import {
  alertsOf,
  CLIENT,
  closeAll,
  deviceOf,
  exec,
  get,
  opened,
  replace,
  SERVER,
  scriptedFleet,
  until,
} from "./testing/scripted-fleet";
import { type Script, type ScriptedServer, scriptedServer } from "./testing/scripted-server";

// Devices pause for seconds before they come back.
vi.setConfig({ testTimeout: 30_000 });

afterEach(closeAll);

const sessionsEnded = (fleet: Fleet, count: number) => () => {
  const now = fleet.statistics();
  return (
    now.sessionsCompleted + now.sessionsFailed + now.sessionsRefused + now.sessionsDied + now.sessionsUnreachable >=
    count
  );
};

/** What the device answered to the server's commands, in order. */
function answersOf(dm: ScriptedServer, session = 1) {
  const commands = dm.seen.filter((seen) => seen.session === session).flatMap((seen) => seen.message.commands);
  const statuses = commands.filter(
    (command): command is StatusCommand => command.name === "Status" && command.cmdRef !== "0",
  );
  const results = commands.filter((command): command is ResultsCommand => command.name === "Results");
  const headers = commands.filter(
    (command): command is StatusCommand => command.name === "Status" && command.cmdRef === "0",
  );
  return {
    statuses: statuses.map((status) => [status.cmd, status.data]),
    values: results.flatMap((result) => result.items.map((item) => [item.source?.locUri, item.data])),
    headers: headers.map((status) => status.data),
  };
}

describe.each(["wbxml", "xml"] as const)("a device that speaks %s", (encoding) => {
  it("signs in by one challenge, checks the server, runs its commands in order and ends", async () => {
    const script: Script = () => [
      [get("./DevDetail/FwV"), replace("./Settings/Wifi/Ssid", "garden"), get("./None")],
      [get("./Settings/Wifi/Ssid"), get("./Settings/Wifi")],
    ];
    const { dm, fleet } = await scriptedFleet(deviceOf({ encoding }), script);
    fleet.call("IMEI:350000000000001");
    await until("the session ends", sessionsEnded(fleet, 1));
    expect(fleet.statistics()).toMatchObject({
      sessionsCompleted: 1,
      secondChallenges: 0,
      commandsRun: 5,
      lastProblem: null,
    });
    expect(answersOf(dm)).toEqual({
      // The first is for the challenge; the server then has no nonce of the device's and is asked for a better proof once at most.
      headers: [200, 212, 200],
      statuses: [
        ["Get", 200],
        ["Replace", 200],
        ["Get", 404],
        ["Get", 200],
        ["Get", 200],
      ],
      values: [
        ["./DevDetail/FwV", "NM210-4.18.3"],
        ["./Settings/Wifi/Ssid", "garden"],
        ["./Settings/Wifi", "Enabled/Ssid/Hidden/Security/Channel"],
      ],
    });
    expect(fleet.valueOf("IMEI:350000000000001", "./Settings/Wifi/Ssid")).toBe("garden");
  });

  it("begins with its Alert and DevInfo, counts its messages and goes where RespURI says", async () => {
    const { dm, fleet } = await scriptedFleet(deviceOf({ encoding }), () => [[get("./DevDetail/FwV")]]);
    fleet.call("IMEI:350000000000001");
    await until("the session ends", sessionsEnded(fleet, 1));
    const [first] = dm.seen;
    expect(first?.message).toMatchObject({
      header: { msgId: "1", sessionId: "1", source: { locUri: "IMEI:350000000000001", locName: "line-7781" } },
      commands: [{ name: "Alert", data: "1201" }, { name: "Replace" }],
      final: true,
    });
    expect(dm.seen.map((seen) => seen.message.header.msgId)).toEqual(["1", "2", "3"]);
    expect(dm.seen.map((seen) => seen.url)).toEqual(["/dm", "/dm?session=1&t=a%20b", "/dm?session=1&t=a%20b"]);
  });

  it("uses the nonces of one session in the next, both ways, without a challenge", async () => {
    const { dm, fleet } = await scriptedFleet(deviceOf({ encoding }), () => [[get("./DevDetail/FwV")]], {
      seed: "never bare 3",
    });
    for (const session of [1, 2, 3]) {
      fleet.call("IMEI:350000000000001");
      await until("the session ends", sessionsEnded(fleet, session));
    }
    const later = dm.seen.filter((seen) => seen.session > 1);
    const bare = later.filter((seen) => seen.message.header.msgId === "1" && !seen.message.header.cred).length;
    expect(later.length).toBe(4 + bare);
    expect(answersOf(dm, 2).headers.at(-1)).toBe(212);
    expect(fleet.statistics().sessionsCompleted).toBe(3);
  });
});

describe("authentication", () => {
  it.each<[Account["scheme"], Account["scheme"]]>([
    ["basic", "basic"],
    ["md5", "basic"],
    ["basic", "md5"],
    ["none", "none"],
    ["md5", "none"],
  ])("works with %s for the device and %s for the server", async (client, server) => {
    const device = deviceOf({ client: { ...CLIENT, scheme: client }, server: { ...SERVER, scheme: server } });
    const { dm, fleet } = await scriptedFleet(device, () => [[get("./DevDetail/FwV")]]);
    fleet.call(device.devId);
    await until("the session ends", sessionsEnded(fleet, 1));
    expect(fleet.statistics()).toMatchObject({ sessionsCompleted: 1, commandsRun: 1 });
    expect(answersOf(dm).values).toHaveLength(1);
  });

  it("brings credentials with every message when the server answers 200 instead of 212", async () => {
    const { dm, fleet } = await scriptedFleet(
      deviceOf(),
      () => [[get("./DevDetail/FwV")], [get("./DevDetail/SwV")]],
      {},
      { trust: "message" },
    );
    fleet.call("IMEI:350000000000001");
    await until("the session ends", sessionsEnded(fleet, 1));
    expect(fleet.statistics()).toMatchObject({ sessionsCompleted: 1, commandsRun: 2 });
    expect(dm.seen.slice(1).every((seen) => seen.message.header.cred !== undefined)).toBe(true);
  });

  it("runs no command of a server whose digest is wrong, and asks it again with a fresh nonce", async () => {
    const { dm, fleet } = await scriptedFleet(deviceOf(), () => [[get("./DevDetail/FwV")]], {
      faults: { refuseServerDigest: 1 },
    });
    fleet.call("IMEI:350000000000001");
    await until("the session ends", sessionsEnded(fleet, 1));
    const { headers, statuses, values } = answersOf(dm);
    expect(values).toEqual([]);
    expect(headers.slice(1).every((code) => code === 401)).toBe(true);
    expect(statuses.every(([, code]) => code === 401)).toBe(true);
    expect(fleet.statistics()).toMatchObject({ commandsRun: 0, sessionsFailed: 1 });
  });

  it("gives up when the server does not take its credentials, instead of asking for ever", async () => {
    const dm = await scriptedServer(deviceOf(), () => []);
    opened(dm);
    const device = deviceOf({ client: { ...CLIENT, secret: "another secret" } });
    const fleet = await startFleet({ serverUrl: dm.url, devices: [device], seed: "1", polite: true });
    opened({ close: () => fleet.stop() });
    fleet.call(device.devId);
    await until("the session ends", sessionsEnded(fleet, 1));
    expect(fleet.statistics()).toMatchObject({ sessionsRefused: 1, sessionsStarted: 1 });
    expect(dm.seen.length).toBeLessThanOrEqual(4);
  });
});

describe("asynchronous work", () => {
  const node = "./Actions/Reboot";

  it("is answered 202 and reported by a Generic Alert with the Correlator in a later session", async () => {
    const { dm, fleet } = await scriptedFleet(deviceOf(), (session) =>
      session === 1 ? [[exec(node, "op-5512")]] : [],
    );
    fleet.call("IMEI:350000000000001");
    await until("the report is taken", () => fleet.statistics().reportsTaken === 1);
    expect(answersOf(dm).statuses).toEqual([["Exec", 202]]);
    const [report] = alertsOf(dm);
    expect(report).toMatchObject({
      session: 2,
      command: {
        correlator: "op-5512",
        items: [
          {
            source: { locUri: node },
            meta: { type: "org.dmwsi.simulator.reboot" },
            data: "200",
          },
        ],
      },
    });
    expect(fleet.ledgerOf("IMEI:350000000000001")).toEqual([
      { command: "Exec", uri: node, correlator: "op-5512", runs: 1 },
    ]);
  });

  it("may be so quick that the report comes in the same message, before the Status of its Exec", async () => {
    const { dm, fleet } = await scriptedFleet(deviceOf(), (session) => (session === 1 ? [[exec(node, "c")]] : []), {
      faults: { reportAtOnce: 1 },
    });
    fleet.call("IMEI:350000000000001");
    await until("the session ends", sessionsEnded(fleet, 1));
    const [report] = alertsOf(dm);
    const status = report?.message.commands.findIndex((command) => command.name === "Status" && command.cmd === "Exec");
    expect(report?.session).toBe(1);
    expect(report?.at).toBeLessThan(status ?? -1);
    expect(fleet.statistics().reportsTaken).toBe(1);
  });
});

describe("messages", () => {
  it("are cut where the server cannot take more: without Final until the last, and nothing is left out", async () => {
    const uris = [...builtInProfile("phone").nodes.keys()].filter((uri) => uri.startsWith("./Settings"));
    const { dm, fleet } = await scriptedFleet(deviceOf(), () => [uris.map(get)], {}, { maxMsgSize: 4_096 });
    fleet.call("IMEI:350000000000001");
    await until("the session ends", sessionsEnded(fleet, 1));
    expect(fleet.statistics()).toMatchObject({ sessionsCompleted: 1 });
    expect(answersOf(dm).values.map(([uri]) => uri)).toEqual(uris);
    expect(dm.seen.filter((seen) => !seen.message.final).length).toBeGreaterThan(1);
    expect(Math.max(...dm.seen.map((seen) => seen.octets.length))).toBeLessThanOrEqual(4_096);
  });
});

describe("faults", () => {
  const script: Script = () => [[get("./DevDetail/FwV")], [exec("./Actions/Ring", "c1")], [get("./DevDetail/SwV")]];

  it("a connection that breaks has the request sent again, octet by octet, and no command run twice", async () => {
    const { dm, fleet } = await scriptedFleet(deviceOf(), script, { faults: { dropConnection: 1, repeatRequest: 1 } });
    fleet.call("IMEI:350000000000001");
    await until("the session ends", sessionsEnded(fleet, 1));
    expect(dm.repeats).toBeGreaterThanOrEqual(4);
    expect(fleet.statistics()).toMatchObject({ sessionsCompleted: 1, unequalRepeats: 0, commandsRun: 3 });
    expect(fleet.ledgerOf("IMEI:350000000000001")).toMatchObject([{ runs: 1 }]);
  });

  it("a server that is down or busy for a while is asked again", async () => {
    const { dm, fleet } = await scriptedFleet(deviceOf(), script);
    dm.mishaps.push(
      () => "hang up",
      () => ({ status: 503 }),
    );
    fleet.call("IMEI:350000000000001");
    await until("the session ends", sessionsEnded(fleet, 1));
    expect(fleet.statistics()).toMatchObject({ sessionsCompleted: 1, retransmissions: 2 });
  });

  it("an answer that is no message ends the session, and the device comes back by itself", async () => {
    const { dm, fleet } = await scriptedFleet(deviceOf(), script);
    dm.mishaps.push(() => ({ status: 404 }));
    fleet.call("IMEI:350000000000001");
    await until("the device is back", () => fleet.statistics().sessionsCompleted === 1);
    expect(fleet.statistics()).toMatchObject({ sessionsFailed: 1, lastProblem: expect.stringContaining("HTTP 404") });
  });

  it("a device that goes down in a session comes back in a new one and has not forgotten what it did", async () => {
    const { dm, fleet } = await scriptedFleet(deviceOf(), script, { faults: { die: 0.4 }, seed: "7" });
    fleet.call("IMEI:350000000000001");
    await until("one session is whole", () => fleet.statistics().sessionsCompleted >= 1);
    expect(fleet.statistics().sessionsDied).toBeGreaterThanOrEqual(1);
    expect(dm.seen.filter((seen) => seen.message.header.msgId === "1").length).toBe(fleet.statistics().sessionsStarted);
    const runs = fleet.ledgerOf("IMEI:350000000000001").reduce((sum, entry) => sum + entry.runs, 0);
    expect(runs).toBeGreaterThanOrEqual(1);
  });
});

describe("being woken", () => {
  const devId = "IMEI:350000000000001";
  /** A notification as the server writes it: version 1.1, background, by the server [OMA-TS-DM_Notification 1.2.1]. */
  const sign = (over: { secret?: string; nonce?: Uint8Array; sessionId?: number }) => {
    const trigger = Buffer.concat([
      Buffer.from([0x02, 0xd8, 0, 0, 0, 0, 0, SERVER.name.length]),
      Buffer.from(SERVER.name),
    ]);
    trigger.writeUInt16BE(over.sessionId ?? 0x2ab, 5);
    const credential = credentialDigest(SERVER.name, Buffer.from(over.secret ?? SERVER.secret));
    return Buffer.concat([notificationDigest(credential, over.nonce ?? new Uint8Array(), trigger), trigger]);
  };
  const post = (fleet: Fleet, body: unknown, id = devId) =>
    fetch(fleet.wakeAddressOf(id), { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });
  const push = (octets: Uint8Array) => ({
    contentType: "application/vnd.syncml.notification",
    appId: "x-wap-application:syncml.dm",
    bodyBase64: Buffer.from(octets).toString("base64"),
  });

  it("starts a session with the notification's id and Alert 1200, once however often it is repeated", async () => {
    const { dm, fleet } = await scriptedFleet(deviceOf(), () => [[get("./DevDetail/FwV")]]);
    expect((await post(fleet, push(sign({})))).status).toBe(202);
    await until("the session ends", sessionsEnded(fleet, 1));
    expect(dm.seen[0]?.message).toMatchObject({ header: { sessionId: "2AB" }, commands: [{ data: "1200" }, {}] });
    expect((await post(fleet, push(sign({})))).status).toBe(202);
    expect((await post(fleet, push(sign({ nonce: dm.serverNonce, sessionId: 0x2ac })))).status).toBe(202);
    await until("the second session ends", sessionsEnded(fleet, 2));
    expect(dm.seen.find((seen) => seen.session === 2)?.message.header.sessionId).toBe("2AC");
    expect(fleet.statistics()).toMatchObject({ sessionsStarted: 2, wakeUps: 3, wakeUpsRefused: 0 });
  });

  it("does not come of a notification that another signed or that is on an old nonce, and nobody is told", async () => {
    const { dm, fleet } = await scriptedFleet(deviceOf(), () => [[get("./DevDetail/FwV")]]);
    expect((await post(fleet, push(sign({ secret: "not the server's" })))).status).toBe(202);
    expect((await post(fleet, push(sign({ nonce: Buffer.from("an old one") })))).status).toBe(202);
    expect((await post(fleet, push(Buffer.from("short")))).status).toBe(202);
    expect(fleet.statistics()).toMatchObject({ wakeUpsRefused: 3, sessionsStarted: 0 });
    expect(dm.seen).toEqual([]);
  });

  it("answers 404 for a device that is not there, 400 for what is no push, 405 and 413", async () => {
    const { fleet } = await scriptedFleet(deviceOf(), () => []);
    expect((await post(fleet, push(sign({})), "IMEI:1")).status).toBe(404);
    for (const body of [
      "{",
      { contentType: "text/plain", appId: "", bodyBase64: "" },
      { ...push(sign({})), bodyBase64: "%" },
    ]) {
      expect((await post(fleet, body)).status).toBe(400);
    }
    expect((await post(fleet, "x".repeat(100_000))).status).toBe(413);
    expect((await fetch(fleet.wakeAddressOf(devId))).status).toBe(405);
    expect((await fetch(new URL("/else", fleet.wakeAddressOf(devId)))).status).toBe(404);
  });
});

describe("the seed", () => {
  async function record(seed: string) {
    const sent: string[] = [];
    const script: Script = (session) =>
      session < 4 ? [[get("./DevDetail/FwV"), exec("./Actions/Ring", `c${session}`)], [get("./Settings")]] : [];
    const device = deviceOf({ encoding: "xml" });
    const faults = { die: 0.2, delay: 0, dropConnection: 0.2, refuseServerDigest: 0.3, loseNonce: 0.3 };
    const observe: FleetOptions["observe"] = (_, direction, octets) => {
      // Port numbers of the test's own server are the only thing that may differ.
      if (direction === "sent")
        sent.push(
          Buffer.from(octets)
            .toString("utf8")
            .replace(/127\.0\.0\.1:\d+/g, "host"),
        );
    };
    const { fleet } = await scriptedFleet(device, script, { seed, faults, observe });
    for (let session = 1; session <= 3; session += 1) {
      const before = fleet.statistics().sessionsCompleted;
      fleet.call(device.devId);
      await until("a session completes", () => fleet.statistics().sessionsCompleted > before);
    }
    return sent;
  }

  it("decides everything a device does: twice the same octets, and other ones with another seed", async () => {
    const [one, again, other] = [await record("alpha"), await record("alpha"), await record("beta")];
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
  });
});
