import { setTimeout as sleep } from "node:timers/promises";
import { startWorkingFleet } from "../../server/testing/working-fleet";
import { seededRandom } from "../../simulator";
import { checkRound } from "./check-round";
import { FAULTS } from "./faults";
import type { World } from "./world";

export interface Round {
  /** Names of the faults, in their order. */
  readonly faults: readonly string[];
  readonly tasks: number;
  /** What did not hold; empty where all is well. */
  readonly failures: readonly string[];
}

const DEVICES = 80;
const FAULTS_MIN = 2;
const FAULTS_MAX = 4;
/** Short enough that most faults meet devices at work. */
const PAUSE_MS_MAX = 800;
const END_SECONDS_MAX = 180;
const REPORT_SECONDS_MAX = 120;

/**
 * Fresh devices are given work and do it while faults happen, which the seed decides; once the faults are over all work
 * has to end, and everything that always holds is looked at.
 */
export async function runRound(world: World, seed: string): Promise<Round> {
  const random = seededRandom(seed);
  const { pool, servers } = world;
  const run = await startWorkingFleet({ pool, dmUrl: servers.dmUrl, devices: DEVICES, seed, polite: false });
  const faults: string[] = [];
  try {
    const operations = [
      await run.startOnAll("parameter.get", { uris: ["./DevDetail/FwV"] }),
      await run.startOnAll("parameter.set", { values: [{ uri: "./DevInfo/Lang", value: "de-DE" }] }),
      await run.startOnAll("node.execute", { uri: "./Actions/Reboot", wait: { withinSeconds: REPORT_SECONDS_MAX } }),
      await run.startOnAll("parameter.get", { uris: ["./DevDetail/HwV"] }),
    ];
    const count = FAULTS_MIN + Math.floor(random.next() * (FAULTS_MAX - FAULTS_MIN + 1));
    for (let fault = 0; fault < count; fault += 1) {
      await sleep(random.next() * PAUSE_MS_MAX);
      const names = Object.keys(FAULTS);
      const name = names[Math.floor(random.next() * names.length)] ?? "";
      faults.push(name);
      await FAULTS[name]?.(world, random.next());
    }
    await run.untilAllEnded(END_SECONDS_MAX);
    return { faults, tasks: operations.length * DEVICES, failures: await checkRound(world, run, operations) };
  } catch (error) {
    return { faults, tasks: 0, failures: [error instanceof Error ? (error.stack ?? error.message) : String(error)] };
  } finally {
    await run.stop();
  }
}
