import { fuzzMessages } from "../../server/testing/simulation/fuzz-messages";
import { runWorld } from "../../server/testing/simulation/run-world";
import type { SoakReport, SoakSuite } from "./suite";

const MESSAGES_AT_A_TIME = 5_000;

/** Simulated worlds, one seed after the other from the one that is given; a case is a session of a device. */
export const worldSuite: SoakSuite = seedBySeed(async (seed) => (await runWorld(seed)).sessions);

/** Damaged messages through the whole of the server but its database; a case is a message. */
export const messageSuite: SoakSuite = seedBySeed(async (seed) => {
  const { messages } = await fuzzMessages(seed, MESSAGES_AT_A_TIME).catch((error: unknown) => {
    throw new Error(
      `seed ${seed}: ${String(error)} (again: npm run soak -- damaged-messages --seed ${seed} --minutes 0.01)`,
    );
  });
  return messages;
});

/** At least the first seed is run to its end, however short the time: that is how a failure is seen again. */
function seedBySeed(run: (seed: number) => Promise<number>): SoakSuite {
  return async (seed, deadline): Promise<SoakReport> => {
    let cases = 0;
    for (let at = 0; at === 0 || Date.now() < deadline; at += 1) {
      try {
        cases += await run(seed + at);
      } catch (error) {
        return { cases: cases + 1, failures: [error instanceof Error ? error.message : String(error)] };
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    return { cases, failures: [] };
  };
}
