import * as fc from "fast-check";
import type { SoakReport, SoakSuite } from "./suite";

/** Runs between two looks at the clock and at whoever else wants the event loop. */
const RUNS_AT_A_TIME = 100;

/** A suite of one property: `check` throws where a case does not hold, and the case is then made as small as it goes. */
export function propertySuite<T>(cases: fc.Arbitrary<T>, check: (value: T) => void): SoakSuite {
  const property = fc.property(cases, (value) => {
    check(value);
  });
  return async (seed, deadline) => {
    let tried = 0;
    const failures: string[] = [];
    for (let round = 0; Date.now() < deadline && failures.length === 0; round += 1) {
      const details = fc.check(property, { seed: seed + round, numRuns: RUNS_AT_A_TIME });
      tried += details.numRuns;
      if (details.failed) failures.push(fc.defaultReportMessage(details) ?? `seed ${details.seed}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return { cases: tried, failures } satisfies SoakReport;
  };
}
