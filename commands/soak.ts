import { runSuites } from "./soak/run-suites";
import { SUITES } from "./soak/suites";
import { readTimedRun } from "./timed-run";
import { readOrTell } from "./usage-error";

const WHOLE_MINUTES_MAX = 90;

const USAGE = `Random cases beyond those of npm run verify. A whole soak, a million simulated sessions among it, takes under half an
hour on two idle cores. Each line says how far a suite has come, the last ones how far all came; a whole soak that does not
come to its end within ${WHOLE_MINUTES_MAX} minutes has failed.

  npm run soak -- [SUITE ...] [--minutes M] [--seed S]

  SUITE        ${Object.keys(SUITES).join(", ")} (all)
  --minutes M  so long, up to a day, in place of a whole one
  --seed S     decides the cases (drawn and printed)
`;
const MINUTE_MS = 60_000;
const TURN_MS_MAX = 20_000;

const args = process.argv.slice(2);
const order = readOrTell(args, USAGE, () => readTimedRun(args, Object.keys(SUITES)));
if (order !== undefined) {
  const { seed, minutes, only } = order;
  console.log(`seed ${seed}`);
  const suites = Object.fromEntries(
    Object.entries(SUITES).filter(([name]) => only.length === 0 || only.includes(name)),
  );
  const deadline = Date.now() + (minutes ?? WHOLE_MINUTES_MAX) * MINUTE_MS;
  const untilGoals = minutes === null;
  const totals = await runSuites({
    suites,
    seed,
    deadline,
    untilGoals,
    turnMsMax: TURN_MS_MAX,
    print: console.log,
  });
  const isCutShort = untilGoals && totals.failed === 0 && !totals.isWhole;
  if (isCutShort) console.log(`FAILED: not at its end after ${WHOLE_MINUTES_MAX} minutes`);
  console.log(`${totals.passed} passed, ${totals.failed} failed`);
  process.exitCode = totals.failed > 0 || isCutShort ? 1 : 0;
}
