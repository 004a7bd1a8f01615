import { runSuites } from "./soak/run-suites";
import { SUITES } from "./soak/suites";
import { readTimedRun } from "./timed-run";

const USAGE = `Random cases beyond those of npm run verify, until the time is over. A whole soak, a million simulated sessions
among it, takes well under 40 minutes on two idle cores; the last lines say how far each suite came.

  npm run soak -- [SUITE ...] [--minutes M] [--seed S]

  SUITE        ${Object.keys(SUITES).join(", ")} (all)
  --minutes M  how long, up to a day (10)
  --seed S     decides the cases (drawn and printed)
`;
const MINUTE_MS = 60_000;
const TURN_MS_MAX = 60_000;

const order = readTimedRun(process.argv.slice(2), Object.keys(SUITES));
if (order === undefined) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  const { seed, minutes, only } = order;
  console.log(`seed ${seed}`);
  const suites = Object.fromEntries(
    Object.entries(SUITES).filter(([name]) => only.length === 0 || only.includes(name)),
  );
  const deadline = Date.now() + minutes * MINUTE_MS;
  const totals = await runSuites({ suites, seed, deadline, turnMsMax: TURN_MS_MAX, print: console.log });
  console.log(`${totals.passed} passed, ${totals.failed} failed`);
  process.exitCode = totals.failed > 0 ? 1 : 0;
}
