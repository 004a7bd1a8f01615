import type { PlannedSuite, SoakReport } from "./suite";

export interface SoakOrder {
  readonly suites: Readonly<Record<string, PlannedSuite>>;
  readonly seed: number;
  /** Milliseconds since 1970. */
  readonly deadline: number;
  /** Ends as soon as every suite has tried what it is to try; otherwise the deadline alone ends it. */
  readonly untilGoals: boolean;
  /** Longest turn of one suite. */
  readonly turnMsMax: number;
  print(line: string): void;
}

export interface SoakTotals {
  readonly passed: number;
  readonly failed: number;
  /** Whether every suite has tried what it is to try. */
  readonly isWhole: boolean;
}

/** A turn is never so short that a suite only warms up. */
const TURN_MS_MIN = 500;

/**
 * Gives the suites turns one after the other until the time is over, each turn another seed, and prints a line per turn with
 * how far the suite has come. A suite that has tried what it is to try waits for those that have not. One that found something
 * has no more turns: its failure is what there is to look at. In the end each says how far it came.
 */
export async function runSuites(order: SoakOrder): Promise<SoakTotals> {
  const { suites, seed, deadline, print } = order;
  const waiting = new Map(Object.entries(suites));
  const tried = new Map<string, number>();
  const isShort = ([name, { goal }]: [string, PlannedSuite]): boolean => (tried.get(name) ?? 0) < goal;
  let failed = 0;
  for (let round = 0; Date.now() < deadline && waiting.size > 0; round += 1) {
    const short = [...waiting].filter(isShort);
    if (order.untilGoals && short.length === 0) break;
    const turns = short.length > 0 ? short : [...waiting];
    for (const [place, [name, { run, unit, goal }]] of turns.entries()) {
      const share = (deadline - Date.now()) / (turns.length - place);
      const turnMs = Math.max(TURN_MS_MIN, Math.min(order.turnMsMax, share));
      const turnSeed = seedOfTurn(seed, round);
      const report = await run(turnSeed, Date.now() + turnMs).catch(broken);
      const soFar = (tried.get(name) ?? 0) + report.cases;
      tried.set(name, soFar);
      failed += report.failures.length;
      print(
        `${name}: seed ${turnSeed}, ${report.cases} ${unit}, ${report.failures.length} failed; ${soFar} of ${goal} so far`,
      );
      for (const failure of report.failures) print(failure);
      if (report.failures.length > 0) waiting.delete(name);
      if (Date.now() >= deadline) break;
    }
  }
  for (const [name, { unit, goal }] of Object.entries(suites)) {
    print(`${name}: ${tried.get(name) ?? 0} of ${goal} ${unit}`);
  }
  const cases = [...tried.values()].reduce((sum, count) => sum + count, 0);
  return { passed: cases - failed, failed, isWhole: !Object.entries(suites).some(isShort) };
}

function broken(error: unknown): SoakReport {
  return { cases: 1, failures: [error instanceof Error ? (error.stack ?? error.message) : String(error)] };
}

/** Far apart, so that a suite may count up from its own; the first is the one that was asked for. */
function seedOfTurn(seed: number, round: number): number {
  return (seed + round * 1_000_003) % 2_147_483_647;
}
