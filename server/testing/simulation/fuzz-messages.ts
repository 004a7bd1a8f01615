import assert from "node:assert/strict";
import type { DeviceRequest } from "../../services/device-sessions";
import { readWire } from "../../services/device-sessions/wire";
import { cpuMsSince, machineSlowness } from "../least-cpu";
import { damaged } from "./damaged";
import { Faults } from "./faults";
import { ModelServer } from "./model-server";
import { runWorld } from "./run-world";
import { SeededRandom } from "./seeded-random";
import type { Reply } from "./server-under-test";
import { SimulatedDevice } from "./simulated-device";
import { anyOperation } from "./simulated-operations";
import { anySettings, type WorldSettings } from "./world-settings";

export interface FuzzReport {
  readonly messages: number;
  readonly sequences: number;
  /** How often a message came to which end. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** CPU of the message that took most, in milliseconds. */
  readonly slowestMs: number;
}

/** Messages sent one behind the other, the session going on as far as it does. */
const SEQUENCE_MESSAGES = 10;
const SEQUENCES_PER_SERVER = 200;
const DEVICES = 6;
const SECOND_MS = 1_000;
const START_MS = Date.UTC(2027, 0, 4);
const CPU_MS_MAX = 50;
/** No message takes as much by itself: it is measured again. */
const DOUBTFUL_CPU_MS = 10;
const TRIES = 3;

/**
 * Sends damaged messages of devices, each as a whole: it is read, stepped, stored and answered, or refused with a typed
 * error, and the server's invariants hold behind each. The devices need no proof, so that damage meets more than the door.
 * Throws where an invariant does not hold, where anything else is thrown, and where an answer takes 50 ms of CPU.
 */
export async function fuzzMessages(seed: number, messages: number): Promise<FuzzReport> {
  const random = new SeededRandom(seed);
  const samples = await sampleMessages(seed);
  const outcomes = new Map<string, number>();
  let [sent, sequences, slowestMs] = [0, 0, 0];
  let bench: Bench | null = null;
  while (sent < messages) {
    if (!bench || sequences % SEQUENCES_PER_SERVER === 0) bench = await Bench.open(random, samples);
    sequences += 1;
    for (const reply of await bench.sequence(Math.min(SEQUENCE_MESSAGES, messages - sent))) {
      sent += 1;
      outcomes.set(reply.outcome, (outcomes.get(reply.outcome) ?? 0) + 1);
    }
    slowestMs = Math.max(slowestMs, bench.slowestMs);
  }
  return { messages: sent, sequences, outcomes, slowestMs };
}

/** What the devices of one world said, by device. */
async function sampleMessages(seed: number): Promise<ReadonlyMap<string, readonly Uint8Array[]>> {
  const samples = new Map<string, Uint8Array[]>();
  const random = new SeededRandom(seed);
  const settings: WorldSettings = { ...anySettings(random), nodes: 1, devices: DEVICES };
  const server = new Listening(settings, random, samples);
  await runWorld(seed, { settings, server });
  return samples;
}

/** Keeps what it hears. */
class Listening extends ModelServer {
  constructor(
    settings: WorldSettings,
    random: SeededRandom,
    private readonly heard: Map<string, Uint8Array[]>,
  ) {
    super({ ...settings, random, seen: () => {} });
  }

  override begin(node: number, request: DeviceRequest, nowMs: number) {
    try {
      const devId = readWire(request.octets).message.header.source.locUri;
      this.heard.set(devId, [...(this.heard.get(devId) ?? []), request.octets]);
    } catch {
      // Damaged already.
    }
    return super.begin(node, request, nowMs);
  }
}

class Bench {
  slowestMs = 0;
  #nowMs = START_MS;
  #operations = 0;

  private constructor(
    private readonly server: ModelServer,
    private readonly random: SeededRandom,
    private readonly devices: readonly { readonly deviceId: string; readonly said: readonly Uint8Array[] }[],
  ) {}

  static async open(random: SeededRandom, samples: ReadonlyMap<string, readonly Uint8Array[]>): Promise<Bench> {
    // Of its own: how often a message is measured must not decide what comes after it.
    const server = new ModelServer({ ...anySettings(random), nodes: 1, random: random.fork(), seen: () => {} });
    const faults = new Faults(random, false, () => {});
    const devices = [];
    for (const [devId, said] of samples) {
      const device = new SimulatedDevice(devId, faults, random, "none");
      devices.push({ deviceId: await server.addDevice(device), said });
    }
    return new Bench(server, random, devices);
  }

  async sequence(length: number): Promise<readonly Reply[]> {
    const { random, server } = this;
    const device = this.devices[random.integer(0, this.devices.length - 1)];
    assert.ok(device);
    this.#operations += 1;
    await server.startOperation(anyOperation(random, this.#operations, this.#nowMs), [device.deviceId]);
    const replies: Reply[] = [];
    let url = "/dm";
    const connection = {};
    for (let at = 0; at < length; at += 1) {
      const original = device.said[random.integer(0, device.said.length - 1)];
      assert.ok(original);
      const octets = at === 0 && random.chance(0.5) ? original : damaged(original, random);
      const request = { octets, contentType: "", url, sourceAddress: "10.0.0.1", connection };
      const reply = await this.#answer(request);
      replies.push(reply);
      if (reply.status === 200) {
        const { respUri } = readWire(reply.octets).message.header;
        url = respUri === undefined ? "/dm" : `/dm${new URL(respUri).search}`;
      }
      this.#nowMs += random.pick([1, 1, 1, 200]) * SECOND_MS;
    }
    if (random.chance(0.2)) await server.doClockWork(this.#nowMs);
    return replies;
  }

  async #answer(request: DeviceRequest): Promise<Reply> {
    const begin = () => this.server.begin(0, request, this.#nowMs);
    const before = process.cpuUsage();
    const begun = await begin();
    let cpuMs = cpuMsSince(before);
    // A collector that ran meanwhile is not the message's doing: what it takes is taken every time, until it is stored.
    for (let attempt = 1; cpuMs > DOUBTFUL_CPU_MS && attempt < TRIES; attempt += 1) {
      const slowness = machineSlowness();
      const again = process.cpuUsage();
      await begin();
      cpuMs = Math.min(cpuMs, cpuMsSince(again) / slowness);
    }
    const beforeCommit = process.cpuUsage();
    const reply = await begun.commit(this.#nowMs);
    cpuMs += cpuMsSince(beforeCommit);
    assert.ok(cpuMs <= CPU_MS_MAX, `${cpuMs} ms of CPU for ${Buffer.from(request.octets).toString("hex")}`);
    this.slowestMs = Math.max(this.slowestMs, cpuMs);
    assert.ok(reply, "nobody else was there to be first");
    return reply;
  }
}
