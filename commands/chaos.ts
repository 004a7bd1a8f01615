import { FAULTS } from "./chaos/faults";
import { runRound } from "./chaos/run-round";
import { startWorld } from "./chaos/world";
import { readTimedRun } from "./timed-run";
import { readOrTell } from "./usage-error";

const MINUTES = 10;
const USAGE = `Servers and their database are killed and cut off while simulated devices work, until the time is over.

  npm run chaos -- [--minutes M] [--seed S]

  --minutes M  how long, up to a day (${MINUTES}); a round that has begun ends
  --seed S     decides devices and faults (drawn and printed)

Faults: ${Object.keys(FAULTS).join(", ")}. After each round every task has ended and every invariant holds, or the
round has failed. The database is one of its own, which is thrown away.
`;
const MINUTE_MS = 60_000;
/** A world in which a round failed tells nothing more. */
const FAILED_ROUNDS_MAX = 1;

const args = process.argv.slice(2);
const order = readOrTell(args, USAGE, () => readTimedRun(args, []));
if (order !== undefined) {
  const { passed, failed } = await runRounds(order.seed, Date.now() + (order.minutes ?? MINUTES) * MINUTE_MS);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

async function runRounds(seed: number, deadline: number): Promise<{ passed: number; failed: number }> {
  console.log(`seed ${seed}`);
  const world = await startWorld();
  let [passed, failed] = [0, 0];
  try {
    for (let round = 1; Date.now() < deadline && failed < FAILED_ROUNDS_MAX; round += 1) {
      const startedAt = Date.now();
      const { faults, tasks, failures } = await runRound(world, `${seed}/${round}`);
      const seconds = Math.round((Date.now() - startedAt) / 1_000);
      const end = failures.length === 0 ? "ok" : "FAILED";
      console.log(`round ${round}: ${end}, ${tasks} tasks, ${seconds} s; ${faults.join(", ")}`);
      for (const failure of failures) console.log(failure);
      if (failures.length === 0) passed += 1;
      else failed += 1;
    }
  } finally {
    await world.stop();
  }
  return { passed, failed };
}
