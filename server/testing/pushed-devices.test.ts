import { afterEach, describe, expect, test, vi } from "vitest";
import { builtInProfile, type Fleet, type FleetDevice, startFleet } from "../../simulator";
import { isGenuine } from "../../simulator/bootstrap-proof";
import { readWspPush } from "../../simulator/push-reader";
import { type ScriptedServer, scriptedServer } from "../../simulator/testing/scripted-server";
import { type ChannelMessage, type DeviceChannels, openChannels } from "../adapters/channels";
import { type BootstrapInput, package0Push, writeBootstrap, writeWspPush } from "../oma-dm";
import { DEFAULT_NONCES } from "../oma-dm/security";

vi.setConfig({ testTimeout: 30_000 });

const IMSI = "262011234567890";
const PIN = "4711";
const NONCE = Buffer.from("first server nonce");
/** What the scripted server takes the device's first nonce for. */
const CLIENT_NONCE = Buffer.from("first nonce");

/** As it leaves the factory: no account, a SIM, a user who was told a PIN. */
const blank: FleetDevice = {
  devId: "IMEI:350000000000001",
  encoding: "wbxml",
  profile: builtInProfile("phone"),
  client: { scheme: "none", name: "", secret: "" },
  server: { scheme: "none", name: "nobody", secret: "" },
  subscriber: { imsi: IMSI, pin: PIN },
};
const registered: FleetDevice = {
  ...blank,
  client: { scheme: "md5", name: "line-7781", secret: "Tr4il-m1x-7781" },
  server: { scheme: "md5", name: "carrier-dm", secret: "s3rv-9931-7781" },
};

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

interface World {
  readonly dm: ScriptedServer;
  readonly fleet: Fleet;
  readonly channels: DeviceChannels;
}

async function world(device: FleetDevice): Promise<World> {
  const dm = await scriptedServer(registered, () => [
    [{ name: "Get", items: [{ target: { locUri: "./DevInfo/Man" } }] }],
  ]);
  open.push(() => dm.close());
  const nowhere = "http://127.0.0.1:9/dm";
  const fleet = await startFleet({ serverUrl: nowhere, devices: [device], seed: "1", polite: true, udp: true });
  open.push(() => fleet.stop());
  const channels = await openChannels({ udp: { sourcePort: 0 }, smpp: null, httpSms: null, pap: null });
  open.push(() => channels.close());
  return { dm, fleet, channels };
}

type Kind = "sim-http" | "udp";

async function send(to: World, kind: Kind, message: Pick<ChannelMessage, "purpose" | "push">): Promise<void> {
  const address = kind === "udp" ? to.fleet.udpAddressOf(blank.devId) : to.fleet.wakeAddressOf(blank.devId);
  const sent = await to.channels.get(kind)?.send({ ...message, id: "1", to: address ?? "", validForSeconds: 60 });
  expect(sent).toEqual({ state: "accepted", refs: [] });
}

function bootstrapOf(serverUrl: string, over: Partial<BootstrapInput>): Pick<ChannelMessage, "purpose" | "push"> {
  const outcome = writeBootstrap({
    profile: "oma_cp",
    devId: blank.devId,
    account: {
      serverId: "carrier-dm",
      displayName: "Carrier DM",
      serverUrl,
      connection: null,
      startsSession: true,
      client: { scheme: "DIGEST", name: registered.client.name, secret: registered.client.secret, nonce: CLIENT_NONCE },
      server: { scheme: "DIGEST", name: "carrier-dm", secret: registered.server.secret, nonce: NONCE },
    },
    security: "NETWPIN",
    imsi: IMSI,
    pin: PIN,
    ...over,
  });
  if (outcome.state === "refused") throw new Error(outcome.reason);
  return { purpose: "bootstrap", push: outcome.push };
}

const notification = (
  secret: string,
  nonce: Uint8Array,
  sessionId: number,
): Pick<ChannelMessage, "purpose" | "push"> => ({
  purpose: "package0",
  push: package0Push({
    serverId: "carrier-dm",
    secret: Buffer.from(secret),
    nonce,
    sessionId,
    uiMode: "background",
    initiator: "server",
  }),
});

describe.each(["sim-http", "udp"] as const)("a device without an account, pushed to by %s", (kind) => {
  test.each([
    ["oma_cp", "NETWPIN"],
    ["oma_cp", "USERPIN"],
    ["oma_cp", "USERNETWPIN"],
    ["dm", "NETWORKID"],
    ["dm", "USERPIN"],
    ["dm", "USERPIN_NETWORKID"],
  ] as const)(
    "takes the account of a %s bootstrap with %s, calls, and follows the next Package 0",
    async (profile, security) => {
      const made = await world(blank);
      await send(made, kind, bootstrapOf(made.dm.url, { profile, security }));
      await vi.waitFor(() => expect(made.fleet.statistics().sessionsCompleted).toBe(1), { timeout: 10_000 });
      expect(made.dm.finished).toBe(1);
      expect(made.fleet.statistics()).toMatchObject({ bootstraps: 1, sessionsRefused: 0, sessionsFailed: 0 });
      await send(made, kind, notification(registered.server.secret, made.dm.serverNonce, 7));
      await vi.waitFor(() => expect(made.fleet.statistics().sessionsCompleted).toBe(2), { timeout: 10_000 });
      expect(made.dm.seen.at(-1)?.message.header.sessionId).toBe("7");
    },
  );

  test("takes none from somebody who does not know its subscriber, nor an account it cannot use", async () => {
    const made = await world(blank);
    const good = bootstrapOf(made.dm.url, {});
    await send(made, kind, bootstrapOf(made.dm.url, { imsi: "262019999999999" }));
    await send(made, kind, bootstrapOf(made.dm.url, { security: "USERPIN", pin: "0000" }));
    await send(made, kind, { ...good, push: { ...good.push, protection: null } });
    await send(made, kind, { ...good, push: { ...good.push, body: good.push.body.slice(0, -1) } });
    await vi.waitFor(() => expect(made.fleet.statistics().bootstrapsRefused).toBe(4));
    expect(made.fleet.statistics()).toMatchObject({ bootstraps: 0, sessionsStarted: 0 });
  });
});

describe("Package 0 to a device that has its account", () => {
  test.each(["sim-http", "udp"] as const)("starts the session that it names, by %s", async (kind) => {
    const made = await world(registered);
    // Bootstrapped once, so that it knows where the server is.
    await send(made, kind, bootstrapOf(made.dm.url, {}));
    await vi.waitFor(() => expect(made.fleet.statistics().sessionsCompleted).toBe(1), { timeout: 10_000 });
    await send(made, kind, notification("another secret", made.dm.serverNonce, 8));
    await vi.waitFor(() => expect(made.fleet.statistics().wakeUpsRefused).toBe(1));
    await send(made, kind, notification(registered.server.secret, made.dm.serverNonce, 0x1f));
    await vi.waitFor(() => expect(made.fleet.statistics().sessionsCompleted).toBe(2), { timeout: 10_000 });
    expect(made.dm.seen.at(-1)?.message.header.sessionId).toBe("1F");
  });

  test("on a default nonce is followed, too: so a nonce that was lost is found again", async () => {
    const made = await world(registered);
    await send(made, "udp", bootstrapOf(made.dm.url, {}));
    await vi.waitFor(() => expect(made.fleet.statistics().sessionsCompleted).toBe(1), { timeout: 10_000 });
    for (const [index, nonce] of DEFAULT_NONCES.entries()) {
      await send(made, "udp", notification(registered.server.secret, nonce, 0x20 + index));
      await vi.waitFor(() => expect(made.fleet.statistics().sessionsCompleted).toBe(2 + index), { timeout: 10_000 });
    }
  });
});

test("a device checks the PIN of USERPINMAC against the document, and against nothing else", () => {
  const withoutSecret = { scheme: "DIGEST", name: "a", secret: null, nonce: null } as const;
  const outcome = writeBootstrap({
    profile: "oma_cp",
    devId: blank.devId,
    account: {
      serverId: "carrier-dm",
      displayName: "Carrier DM",
      serverUrl: "https://dm.carrier.example/omadm",
      connection: null,
      startsSession: false,
      client: withoutSecret,
      server: withoutSecret,
    },
    security: "USERPINMAC",
    imsi: null,
    pin: "480151",
  });
  if (outcome.state === "refused") throw new Error(outcome.reason);
  const received = readWspPush(writeWspPush(outcome.push, 1));
  expect(isGenuine(received, { imsi: IMSI, pin: outcome.userPin })).toBe(true);
  for (const pin of [null, "", "480151", `${outcome.userPin}0`, "000000000000"]) {
    expect(isGenuine(received, { imsi: IMSI, pin })).toBe(false);
  }
  const changed = { ...received, body: Buffer.concat([received.body, Buffer.of(0)]) };
  expect(isGenuine(changed, { imsi: IMSI, pin: outcome.userPin })).toBe(false);
});
