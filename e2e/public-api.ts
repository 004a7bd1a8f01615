import { createHash, randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { type components, createClient, dataOf, followOperation, hasEnded, pages } from "../clients/typescript";
import { createTokenSource } from "../clients/typescript/token";
import { quickstartFacts } from "./settings";

/** What the stories read of a device and of an operation; the API answers more. */
export interface ApiDevice {
  readonly id: string;
  readonly devId: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly msisdn: string;
  readonly imsi: string;
  readonly tags: readonly string[];
}
export interface ApiOperation {
  readonly id: string;
}
interface FirmwareFacts {
  readonly name: string;
  readonly version?: string;
  readonly manufacturer?: string;
  readonly model?: string;
}
type Registration = components["schemas"]["DeviceRegistration"];
type Start = components["schemas"]["OperationStart"];

export interface PublicApi {
  /** One that opens this API, to be tried where it must open nothing. */
  readonly token: string;
  /** The id of the External System that opens it. */
  readonly systemId: string;
  /** The simulated devices of one profile: phone, router or vehicle. */
  devicesOf(profile: string): Promise<readonly ApiDevice[]>;
  register(device: Registration): Promise<ApiDevice>;
  start(devId: string, kind: Start["kind"], params: Start["params"], reference?: string): Promise<ApiOperation>;
  /** Makes a group of the devices that have a tag. */
  makeGroup(name: string, tag: string): Promise<{ readonly id: string }>;
  /** A subscription whose events never come, to be looked at. */
  someSubscription(): Promise<{ readonly id: string }>;
  /** Takes in a small firmware, of any octets where none are given, and waits until it has been checked. */
  takeIn(facts: FirmwareFacts, text?: string): Promise<{ readonly id: string }>;
  /** Waits until the operation's only task has ended, and says how. */
  ended(operation: ApiOperation): Promise<string>;
}

/** Simulated devices poll every minute; one that forgot its nonces with a restart does not hear that it is woken. */
const ENDED_WITHIN_MS = 100_000;
const CHECKED_WITHIN_MS = 60_000;
const POLL_MS = 200;
/** Nobody is there [RFC 2606], and nothing is sent there. */
const SILENT_URL = "https://receiver.example/dmwsi";

/** Signs in as the External System that quickstart made. */
export async function openPublicApi(): Promise<PublicApi> {
  const { apiUrl, externalSystem } = quickstartFacts();
  const dmwsi = createClient({ apiUrl, ...externalSystem });
  return {
    systemId: (await dataOf(dmwsi.GET("/me"))).id,
    token: await createTokenSource({ apiUrl, ...externalSystem }, fetch, Date.now).token(),
    async devicesOf(profile) {
      const devices: ApiDevice[] = [];
      const all = pages((page) => dmwsi.GET("/devices", { params: { query: { tag: profile, ...page } } }));
      for await (const device of all) if (device.tags.includes("simulated")) devices.push(storied(device));
      return devices;
    },
    register: async (device) => storied(await dataOf(dmwsi.POST("/devices", { body: device }))),
    start: (devId, kind, params, reference) => {
      const body = { kind, params, target: { devices: [devId] }, ...(reference !== undefined && { reference }) };
      return dataOf(dmwsi.POST("/operations", { body }));
    },
    makeGroup: (name, tag) => dataOf(dmwsi.POST("/groups", { body: { name, filter: `tag = ${JSON.stringify(tag)}` } })),
    async someSubscription() {
      const { items } = await dataOf(dmwsi.GET("/subscriptions"));
      const known = items.find(({ url }) => url === SILENT_URL);
      return known ?? dataOf(dmwsi.POST("/subscriptions", { body: { url: SILENT_URL, types: ["subscription.off"] } }));
    },
    async takeIn(facts, text) {
      const octets = text === undefined ? randomBytes(64) : Buffer.from(text);
      const sha256 = createHash("sha256").update(octets).digest("hex");
      const body = { ...facts, kind: "firmware", size: octets.length, sha256 } as const;
      const { id, upload } = await dataOf(dmwsi.POST("/contents", { body }));
      await fetch(new URL(upload?.url ?? "", apiUrl), {
        method: "PATCH",
        headers: {
          "Tus-Resumable": "1.0.0",
          "Upload-Offset": "0",
          "Content-Type": "application/offset+octet-stream",
        },
        body: octets,
      });
      await untilChecked(dmwsi, id);
      return { id };
    },
    async ended({ id }) {
      for await (const operation of followOperation(dmwsi, id, { pollMs: POLL_MS, timeoutMs: ENDED_WITHIN_MS })) {
        if (!hasEnded(operation)) continue;
        const { items } = await dataOf(dmwsi.GET("/operations/{id}/tasks", { params: { path: { id } } }));
        return items[0]?.state ?? "no task";
      }
      throw new Error(`${id} did not end within ${ENDED_WITHIN_MS / 1_000} s.`);
    },
  };
}

async function untilChecked(dmwsi: ReturnType<typeof createClient>, id: string): Promise<void> {
  for (const endsAt = Date.now() + CHECKED_WITHIN_MS; Date.now() < endsAt; await setTimeout(POLL_MS)) {
    const { state } = await dataOf(dmwsi.GET("/contents/{id}", { params: { path: { id } } }));
    if (state !== "uploading" && state !== "verifying") return;
  }
  throw new Error(`${id} was not checked within ${CHECKED_WITHIN_MS / 1_000} s.`);
}

/** The stories' devices have all of it; an empty text stands for what one has not. */
function storied(device: components["schemas"]["Device"]): ApiDevice {
  const { id, devId, manufacturer, model, msisdn, imsi, tags } = device;
  return {
    id,
    devId,
    manufacturer: manufacturer ?? "",
    model: model ?? "",
    msisdn: msisdn ?? "",
    imsi: imsi ?? "",
    tags,
  };
}
