import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  builtInProfile,
  type Fleet,
  type FleetDevice,
  OBSERVED_BEHAVIOUR,
  type Profile,
  QUIRKS,
  type QuirkName,
  registrationOf,
  startFleet,
} from "../../simulator";
import { deviceIdOf, fromPublicId, toTaskId } from "../ids";
import { decodeWbxml, decodeXml, readMessage, type SyncmlMessage } from "../oma-dm";
import { listCapabilities } from "../services/capabilities";
import { registerDevice } from "../services/devices";
import { readTask, startOperation } from "../services/operations";
import { type DeviceEndpoint, openDeviceEndpoint } from "./device-endpoint";
import { findViolations } from "./invariants";
import { QUIRK_CASES, type QuirkCase, type SeenOfDevice } from "./quirk-cases";
import { quirksDocument } from "./quirks-document";

const SECRET = "k4-3vPq0-secret-of-a-device-";
const WORK_SECONDS_MAX = 60;
const LOOK_MS = 50;
/** A device that is refused has been for good when it said nothing for so long. */
const SILENCE_MS = 1_500;

interface TestDevice {
  readonly device: FleetDevice;
  readonly case: QuirkCase;
  readonly seen: { readonly sent: Uint8Array[]; readonly received: Uint8Array[] };
}

const devices: readonly TestDevice[] = QUIRK_CASES.flatMap((each, index) =>
  (["wbxml", "xml"] as const).map((encoding, at) => {
    const number = index * 2 + at + 1;
    const name = `line-${number}`;
    const model = `NM-210 ${index}`;
    const device: FleetDevice = {
      devId: `IMEI:35${`${number}`.padStart(13, "0")}`,
      encoding,
      profile: profileOf(each, model),
      client: { scheme: "md5", name, secret: `${SECRET}${number}` },
      server: {
        scheme: each.trustsAnyServer ? "none" : "md5",
        name: "dmwsi",
        secret: `${SECRET}server-${number}`,
      },
    };
    return { device, case: each, seen: { sent: [], received: [] } };
  }),
);
const byDevId = new Map(devices.map((each) => [each.device.devId, each]));

let endpoint: DeviceEndpoint;
let fleet: Fleet;

beforeAll(async () => {
  endpoint = await openDeviceEndpoint();
  fleet = await startFleet({
    serverUrl: endpoint.dmUrl,
    devices: devices.map(({ device }) => device),
    seed: "quirks",
    polite: true,
    observe: (devId, direction, octets) => byDevId.get(devId)?.seen[direction].push(octets),
  });
  for (const each of devices) await register(each);
});
afterAll(async () => {
  await fleet.stop();
  expect(await findViolations(endpoint.test.sql)).toEqual([]);
  await endpoint.close();
});

/** Each case has a model of its own: what one does not know is nothing to the others. */
function profileOf({ quirks, leaves = {} }: QuirkCase, model: string): Profile {
  const phone = builtInProfile("phone");
  const nodes = new Map(phone.nodes);
  const leaf = phone.nodes.get("./Settings/Wifi/Ssid");
  const values = { ...leaves, "./DevInfo/Mod": model };
  for (const [uri, value] of Object.entries(values)) if (leaf) nodes.set(uri, { ...leaf, value });
  return { ...phone, nodes, maxMsgSize: 16_384, quirks: new Set(quirks), model };
}

async function register({ device, case: { client } }: TestDevice): Promise<void> {
  const registration = registrationOf(device, fleet.wakeAddressOf(device.devId));
  const secret = client?.wrongSecret ? `${device.client.secret}, but another` : device.client.secret;
  await registerDevice(endpoint.context, {
    ...registration,
    credentials: {
      client: {
        ...registration.credentials.client,
        secret,
        ...(client?.allowEmptyNonce && { allowEmptyNonce: true }),
      },
      server: device.server.scheme === "none" ? { type: "none" } : registration.credentials.server,
    },
  });
}

async function until(what: string, isSo: () => Promise<boolean> | boolean): Promise<void> {
  const end = Date.now() + WORK_SECONDS_MAX * 1_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`It did not come to this: ${what}`);
    await sleep(LOOK_MS);
  }
}

/** Lets a device do its work, one operation after the other, and looks at what came of each. */
async function runCase(tested: TestDevice): Promise<void> {
  const { device, case: wanted, seen } = tested;
  for (let session = 0; session < (wanted.idleSessions ?? 0); session += 1) {
    const before = seen.received.length;
    fleet.call(device.devId);
    await until(
      `${device.devId} has called`,
      async () => seen.received.length > before && !(await isInSession(device)),
    );
  }
  for (const { kind, params, task } of wanted.work) {
    const target = { devices: [device.devId] };
    const operation = await startOperation(endpoint.context, {
      kind,
      params,
      target,
      retry: { attempts: 1, backoff: "PT1S" },
    });
    const id = toTaskId(deviceIdOf("live", device.devId), fromPublicId("op", operation.id) ?? "");
    fleet.call(device.devId);
    if (wanted.client?.wrongSecret) await untilSilent(tested);
    else await until(`${device.devId} is through with ${kind}`, () => isEnded(id));
    expect(await readTask(endpoint.context, { id }), wanted.quirks.join(", ")).toMatchObject(task as object);
  }
  wanted.check?.(seenOf(tested));
}

async function isInSession({ devId }: FleetDevice): Promise<boolean> {
  const rows = await endpoint.test.sql`select 1 from device_live
    where device_id = ${deviceIdOf("live", devId)} and session_key is not null`;
  return rows.length > 0;
}

async function isEnded(id: string): Promise<boolean> {
  return ["succeeded", "failed"].includes((await readTask(endpoint.context, { id })).state);
}

async function untilSilent({ seen }: TestDevice): Promise<void> {
  let since = Date.now();
  let count = 0;
  await until("a refused device is silent", () => {
    if (seen.sent.length !== count) since = Date.now();
    count = seen.sent.length;
    return count > 0 && Date.now() - since > SILENCE_MS;
  });
}

function seenOf({ device, seen }: TestDevice): SeenOfDevice {
  const read = (octets: Uint8Array): SyncmlMessage =>
    readMessage(device.encoding === "wbxml" ? decodeWbxml(octets) : decodeXml(octets)).message;
  return {
    devId: device.devId,
    sent: seen.sent.map(read),
    received: seen.received.map(read),
    sentOctets: seen.sent.map(({ length }) => length),
  };
}

describe("trust:dm-quirks: what real clients do otherwise", () => {
  const passed = new Set<QuirkName>();

  it("every device with a quirk comes to its end, in WBXML and in XML", { timeout: 90_000 }, async () => {
    const failed = new Set<QuirkName>();
    const outcomes = await Promise.allSettled(devices.map((each) => runCase(each)));
    const problems = outcomes.flatMap((outcome, index) => {
      const tested = devices[index];
      for (const quirk of tested?.case.quirks ?? []) (outcome.status === "fulfilled" ? passed : failed).add(quirk);
      if (outcome.status === "fulfilled") return [];
      return [`${tested?.case.quirks.join(", ")} in ${tested?.device.encoding}: ${outcome.reason}`];
    });
    for (const quirk of failed) passed.delete(quirk);
    expect(problems.join("\n"), fleet.statistics().lastProblem ?? "").toBe("");
  });

  it("what optional things the devices do not know is kept for their models", async () => {
    const { items } = await listCapabilities(endpoint.context, { limit: 200 });
    const known = QUIRK_CASES.flatMap(({ quirks }, index) => {
      const own = items.filter(({ model }) => model === `NM-210 ${index}`).map(({ capability }) => capability);
      return own.length > 0 ? [[quirks.join(" "), [...new Set(own)].sort()]] : [];
    });
    expect(Object.fromEntries(known)).toEqual({
      listUnsupported406: ["list:Struct", "list:StructData", "list:TNDS"],
      onlyTndsLists: ["list:Struct", "list:StructData"],
      onlyStructLists: ["list:StructData"],
      propUnsupported406: ["prop:TStamp"],
      copy501: ["Copy"],
      ignoresMoreData: ["large-objects"],
      ignoresRespUri: ["RespURI"],
      "ignoresRespUri repeatsChallengedMessage": ["RespURI"],
    });
  });

  it("every row of what was observed has a quirk that passes, or a reason why it has none", () => {
    const rows = OBSERVED_BEHAVIOUR.filter(
      ({ quirks, reason }) => quirks.every((quirk) => passed.has(quirk)) && (quirks.length > 0 || reason),
    );
    console.log(`dm-quirks ${rows.length}/${OBSERVED_BEHAVIOUR.length}`);
    expect(rows).toHaveLength(OBSERVED_BEHAVIOUR.length);
  });

  it("every quirk stands in a row", () => {
    const named = OBSERVED_BEHAVIOUR.flatMap(({ quirks }) => quirks);
    expect(named.toSorted()).toEqual(Object.keys(QUIRKS).sort());
  });

  it("docs/device-quirks.md says the same (vitest -u writes it anew)", async () => {
    await expect(quirksDocument(OBSERVED_BEHAVIOUR)).toMatchFileSnapshot("../../docs/device-quirks.md");
  });
});
