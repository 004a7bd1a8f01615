import assert from "node:assert/strict";
import { createHash, hash } from "node:crypto";
import { Agenda } from "./agenda";
import { damaged } from "./damaged";
import { type DownloadLine, foreignGrant } from "./download-lines";
import { Faults } from "./faults";
import { checkLedger } from "./ledger-checks";
import { ModelServer } from "./model-server";
import { SeededRandom } from "./seeded-random";
import type { Begun, DeviceOutcomes, Reply, ServerUnderTest } from "./server-under-test";
import { type Outgoing, SimulatedDevice } from "./simulated-device";
import { anyOperation, type SimulatedOperation } from "./simulated-operations";
import { anySettings, settingsWithDatabase, type WorldSettings } from "./world-settings";

export interface WorldReport {
  readonly seed: number;
  readonly sessions: number;
  readonly messages: number;
  /** SHA-256 over everything that was answered and when; equal for two runs of a seed. */
  readonly trace: string;
  readonly outcomes: ReadonlyMap<string, DeviceOutcomes>;
}

export interface WorldOptions {
  /** Counts what happens; "sometimes" assertions look at the counts. */
  readonly seen?: (name: string) => void;
  /** A world that runs in the same way on a real server: the smaller, and without what that cannot be made to do. */
  readonly withDatabase?: boolean;
  /** In place of those that the seed would decide. */
  readonly settings?: WorldSettings;
  /** The server to run on in place of the model. */
  readonly server?: ServerUnderTest;
}

/** A device, and where it stands with the network. */
interface Place {
  readonly number: number;
  readonly device: SimulatedDevice;
  readonly deviceId: string;
  readonly random: SeededRandom;
  connection: object;
  /** The request whose reply it waits for. */
  awaiting: Flight | null;
  sessions: number;
  isMisheard: boolean;
  /** What it posted and the server took, in that order. */
  readonly linesTaken: DownloadLine[];
  /** Replies by what was asked, of requests that were stored. */
  readonly replies: Map<string, { readonly octets: Uint8Array; readonly atMs: number }>;
}

interface Flight {
  readonly place: Place;
  readonly outgoing: Outgoing;
}

const START_MS = Date.UTC(2027, 0, 4);
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const HEALED_DAYS_MAX = 7;
const FAULTY_DAYS_MAX = 20;
const REPLY_WAIT_MS = 30 * SECOND_MS;
const SENDS_MAX = 3;
const LINE_POSTS_MAX = 3;
const REPEATED_WITHIN_MS = 10 * MINUTE_MS;
const EVENTS_MAX = 2_000_000;

/**
 * Lets a world run as its seed decides: devices sign in, work and fail in every way that is switched on, and the server is
 * checked at every commit; then the faults stop, and everything must end within seven days. Throws where something does not
 * hold, with the seed and how to see it again.
 */
export async function runWorld(seed: number, options: WorldOptions = {}): Promise<WorldReport> {
  try {
    return await new World(seed, options).run();
  } catch (error) {
    const again = `npm run soak -- simulated-worlds --seed ${seed} --minutes 0.01`;
    throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)} (again: ${again})`, {
      cause: error,
    });
  }
}

class World {
  readonly #agenda = new Agenda(START_MS);
  readonly #random: SeededRandom;
  readonly #settings: WorldSettings;
  readonly #faults: Faults;
  readonly #server: ServerUnderTest;
  readonly #places: Place[] = [];
  readonly #trace = createHash("sha256");
  readonly #epochs: number[];
  readonly #busy = new Set<string>();
  readonly #seen: (name: string) => void;
  readonly #operations = new Map<string, SimulatedOperation>();
  #sessions = 0;
  #messages = 0;
  #healedMs: number | null = null;
  #releasedMs = START_MS;
  #isOver = false;
  #clockMs = START_MS;

  constructor(
    private readonly seed: number,
    { seen = () => {}, withDatabase = false, settings, server }: WorldOptions,
  ) {
    this.#seen = seen;
    this.#random = new SeededRandom(seed);
    this.#settings = settings ?? (withDatabase ? settingsWithDatabase(this.#random) : anySettings(this.#random));
    const { nodes, limits } = this.#settings;
    this.#faults = new Faults(this.#random.fork(), withDatabase, seen);
    this.#epochs = Array.from({ length: nodes }, () => 0);
    const random = this.#random.fork();
    this.#server = server ?? new ModelServer({ nodes, limits, random, seen });
  }

  async run(): Promise<WorldReport> {
    for (let number = 0; number < this.#settings.devices; number += 1) await this.#addDevice(number);
    for (let events = 0; !this.#isOver; events += 1) {
      assert.ok(events < EVENTS_MAX, "the world does not come to its end");
      const task = this.#agenda.next();
      assert.ok(task, "nothing is to happen any more, and not everything has ended");
      await task();
      await this.#look();
    }
    const trace = this.#trace.digest("hex");
    const outcomes = await this.#server.outcomes();
    for (const { device, deviceId, isMisheard, linesTaken } of this.#places) {
      const storedAlerts = await this.#server.storedAlerts(deviceId);
      const facts = { device, isMisheard, linesTaken, storedAlerts, operations: this.#operations, seen: this.#seen };
      checkLedger({ ...facts, outcomes: outcomes.get(device.devId) ?? {} });
    }
    return { seed: this.seed, sessions: this.#sessions, messages: this.#messages, trace, outcomes };
  }

  async #addDevice(number: number): Promise<void> {
    const devId = `SIM:${this.seed}-${number}`;
    const device = new SimulatedDevice(devId, this.#faults, this.#random.fork());
    const deviceId = await this.#server.addDevice(device);
    const random = this.#random.fork();
    const facts = { number, device, deviceId, random, connection: {}, awaiting: null, sessions: 0 };
    const place = { ...facts, isMisheard: false, linesTaken: [], replies: new Map() };
    this.#places.push(place);
    this.#contactAfter(place, random.integer(0, 4 * HOUR_MS));
  }

  /** Whether the faults have done enough, or all is over. */
  async #look(): Promise<void> {
    const { nowMs } = this.#agenda;
    if (this.#healedMs === null) {
      if (this.#sessions < this.#settings.sessions && nowMs < START_MS + FAULTY_DAYS_MAX * DAY_MS) return;
      this.#healedMs = nowMs;
      this.#faults.heal();
      await this.#releaseHeld();
      return;
    }
    // What was still on its way when the faults stopped may have a device held once more.
    if (nowMs >= this.#releasedMs + DAY_MS) await this.#releaseHeld();
    assert.ok(
      nowMs < this.#healedMs + HEALED_DAYS_MAX * DAY_MS,
      "liveness: work is open seven days after the last fault",
    );
  }

  /** Somebody looks through the devices that are held. */
  async #releaseHeld(): Promise<void> {
    this.#releasedMs = this.#agenda.nowMs;
    await this.#server.releaseHeld();
  }

  #contactAfter(place: Place, delayMs: number): void {
    this.#agenda.after(delayMs, () => this.#contact(place));
  }

  async #contact(place: Place): Promise<void> {
    await this.#doClockWork();
    if (this.#healedMs !== null && (await this.#server.openTasks()) === 0) {
      this.#isOver = true;
      return;
    }
    if (this.#healedMs === null && this.#random.chance(0.6)) await this.#startOperation(place);
    this.#sessions += 1;
    place.sessions += 1;
    place.connection = {};
    this.#send(place, place.device.begin(this.#agenda.nowMs));
  }

  async #startOperation(place: Place): Promise<void> {
    const { nowMs } = this.#agenda;
    const operation = anyOperation(this.#random, this.#operations.size, nowMs);
    this.#operations.set(operation.operationId, operation);
    const others = this.#places.filter((other) => other !== place && this.#random.chance(1 / this.#places.length));
    await this.#server.startOperation(
      operation,
      [place, ...others].map(({ deviceId }) => deviceId),
      nowMs,
    );
  }

  /** The worker comes every minute, or, where its clock is late, not just now. */
  async #doClockWork(): Promise<void> {
    const { nowMs } = this.#agenda;
    if (nowMs < this.#clockMs + MINUTE_MS || this.#faults.happens("clock_late", this.#random)) return;
    this.#clockMs = nowMs;
    await this.#server.doClockWork(nowMs);
  }

  #send(place: Place, outgoing: Outgoing): void {
    const flight = { place, outgoing };
    place.awaiting = flight;
    this.#transmit(flight, 1);
  }

  #transmit(flight: Flight, sends: number): void {
    const { place, outgoing } = flight;
    const { random } = place;
    const happens = (name: Parameters<Faults["happens"]>[0]): boolean => this.#faults.happens(name, random);
    const arrival = (delayMs: number, octets = outgoing.octets): void =>
      this.#agenda.after(delayMs, () => this.#arrive(flight, octets));
    if (!happens("request_lost")) arrival(random.integer(5, 300));
    if (happens("duplicate")) arrival(random.integer(5, 3_000));
    if (happens("late_duplicate")) arrival(random.integer(10, 3_600) * SECOND_MS);
    if (happens("damaged")) arrival(random.integer(5, 3_000), damaged(outgoing.octets, random));
    this.#agenda.after(REPLY_WAIT_MS, () => {
      if (place.awaiting !== flight) return;
      if (sends >= SENDS_MAX) this.#end(place);
      else {
        place.connection = {};
        this.#transmit(flight, sends + 1);
      }
    });
  }

  async #arrive(flight: Flight, octets: Uint8Array): Promise<void> {
    const { place, outgoing } = flight;
    const node = place.random.integer(0, this.#settings.nodes - 1);
    const lane = `${node} ${place.number}`;
    if (this.#busy.has(lane)) {
      this.#agenda.after(10, () => this.#arrive(flight, octets));
      return;
    }
    await this.#doClockWork();
    const request = {
      octets,
      contentType: `application/vnd.syncml.dm+${place.device.encoding}`,
      url: outgoing.url,
      mac: outgoing.mac,
      sourceAddress: `10.${place.number % 250}.${place.sessions % 250}.1`,
      connection: place.connection,
    };
    if (this.#faults.happens("crash_before_commit", place.random)) {
      this.#crash(node);
      return;
    }
    this.#messages += 1;
    const epoch = this.#epochs[node];
    const begun = await this.#server.begin(node, request, this.#agenda.nowMs);
    const finish = async (): Promise<void> => {
      this.#busy.delete(lane);
      if (this.#epochs[node] !== epoch) return;
      await this.#finish(flight, octets, node, begun);
    };
    if (!this.#faults.happens("several_at_once", place.random)) return finish();
    this.#busy.add(lane);
    this.#agenda.after(place.random.integer(1, 400), finish);
  }

  async #finish(flight: Flight, octets: Uint8Array, node: number, begun: Begun): Promise<void> {
    const { place, outgoing } = flight;
    let reply: Reply | null = null;
    while (!reply) reply = await begun.commit(this.#agenda.nowMs);
    this.#seen(`outcome ${reply.outcome}`);
    this.#trace.update(`${this.#agenda.nowMs} ${place.number} ${node} ${reply.outcome}\n`).update(reply.octets);
    if (reply.outcome === "answered" && octets !== outgoing.octets) place.isMisheard = true;
    this.#checkRepetition(place, `${hash("sha256", octets)} ${outgoing.mac ?? ""}`, reply);
    if (this.#faults.happens("crash_after_commit", place.random)) {
      this.#crash(node);
      return;
    }
    if (this.#faults.happens("reply_lost", place.random)) return;
    const given = reply;
    this.#agenda.after(place.random.integer(5, 300), () => this.#receive(flight, given, octets));
  }

  #crash(node: number): void {
    this.#epochs[node] = (this.#epochs[node] ?? 0) + 1;
    this.#server.crash(node);
    for (const lane of this.#busy) if (lane.startsWith(`${node} `)) this.#busy.delete(lane);
  }

  /** A request that comes again while its answer is kept gets the very same octets. */
  #checkRepetition({ replies, device }: Place, key: string, { outcome, octets }: Reply): void {
    const { nowMs } = this.#agenda;
    const before = replies.get(key);
    if (outcome === "repeated") {
      assert.ok(before, "a reply was repeated that was never given");
      assert.ok(Buffer.compare(before.octets, octets) === 0, "a repeated message got other octets than before");
    } else if (outcome === "answered") {
      const isKept = before !== undefined && before.atMs > nowMs - REPEATED_WITHIN_MS;
      // Without a digest a first message may be the same in every session; a MAC stands beside the octets.
      assert.ok(!isKept || device.scheme !== "md5", "a repeated message was run again");
      replies.set(key, { octets, atMs: nowMs });
    }
  }

  #receive(flight: Flight, { status, octets }: Reply, heard: Uint8Array): void {
    const { place } = flight;
    if (place.awaiting !== flight) return;
    place.awaiting = null;
    const { reports } = place.device;
    const takenBefore = reports.taken.length;
    const next = status === 200 ? place.device.hear(octets, this.#agenda.nowMs) : null;
    // Where nothing proves a message whole, damage within a text is what the server hears and keeps.
    if (heard !== flight.outgoing.octets) reports.unheardSince(takenBefore);
    for (const line of place.device.runner.lines.take()) this.#postLine(place, line, 1);
    if (!next) {
      this.#end(place);
      return;
    }
    this.#agenda.after(place.random.integer(10, 500) + next.afterMs, () => this.#send(place, next));
  }

  #postLine(place: Place, line: DownloadLine, posts: number): void {
    const { random } = place;
    const happens = (name: Parameters<Faults["happens"]>[0]): boolean => this.#faults.happens(name, random);
    this.#agenda.after(line.delayMs, async () => {
      await this.#doClockWork();
      const isForeign = happens("line_foreign");
      const outcome = happens("line_lost")
        ? "lost"
        : await this.#server.takeReport(
            isForeign ? { ...line, grant: foreignGrant(line.grant) } : line,
            this.#agenda.nowMs,
          );
      this.#seen(`line ${outcome}`);
      this.#trace.update(`${this.#agenda.nowMs} ${place.number} ${line.text} ${outcome}\n`);
      if (isForeign) assert.ok(outcome !== "taken", "a line was taken that names no grant");
      if (outcome === "taken") place.linesTaken.push(line);
      const isUntold = outcome === "lost" || outcome === "busy" || happens("line_answer_lost");
      const delayMs = random.integer(1, 10) * MINUTE_MS;
      if (isUntold && posts < LINE_POSTS_MAX) this.#postLine(place, { ...line, delayMs }, posts + 1);
    });
  }

  #end(place: Place): void {
    const { device, random } = place;
    device.hangUp();
    place.awaiting = null;
    const dueMs = device.reports.nextDueMs();
    const untilDueMs = dueMs === null ? Number.POSITIVE_INFINITY : Math.max(dueMs - this.#agenda.nowMs, 5 * MINUTE_MS);
    const usualMs = this.#faults.isOn ? random.integer(5 * MINUTE_MS, 6 * HOUR_MS) : random.integer(10, 60) * MINUTE_MS;
    const isBack = this.#faults.happens("comes_back_at_once", random);
    this.#contactAfter(place, isBack ? random.integer(1, 10) * SECOND_MS : Math.min(usualMs, untilDueMs));
  }
}
