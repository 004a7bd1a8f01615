import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { propertySuite } from "./property-suite";
import { runSuites } from "./run-suites";
import type { SoakSuite } from "./suite";

async function soak(
  runs: Readonly<Record<string, SoakSuite>>,
  seed = 7,
  goals: Readonly<Record<string, number>> = {},
  untilGoals = false,
) {
  const lines: string[] = [];
  const planned = ([name, run]: [string, SoakSuite]) => [name, { run, unit: "numbers", goal: goals[name] ?? 1e9 }];
  const totals = await runSuites({
    suites: Object.fromEntries(Object.entries(runs).map(planned)),
    seed,
    deadline: Date.now() + 1_500,
    untilGoals,
    turnMsMax: 500,
    print: (line) => lines.push(line),
  });
  return { ...totals, text: lines.join("\n") };
}

describe("a soak", () => {
  test("tells a case that does not hold, as small as it goes, with the seed that finds it again", async () => {
    const suites = { numbers: propertySuite(fc.nat(), (value) => expect(value).toBeLessThan(100)) };
    const first = await soak(suites);
    expect(first.failed).toBe(1);
    expect(first.text).toMatch(/numbers: seed 7, /);
    expect(first.text).toMatch(/seed: 7/);
    expect(first.text).toMatch(/Counterexample: \[100\]/);
    expect((await soak(suites)).text).toBe(first.text);
    expect(first.text).toMatch(/numbers: \d+ of 1000000000 numbers$/);
  });

  test("gives every suite turns until the time is over, each turn other cases", async () => {
    const seeds: Record<string, number[]> = { one: [], other: [] };
    const suite =
      (name: string): SoakSuite =>
      async (seed, deadline) => {
        seeds[name]?.push(seed);
        await new Promise((resolve) => setTimeout(resolve, deadline - Date.now()));
        return { cases: 1, failures: [] };
      };
    const totals = await soak({ one: suite("one"), other: suite("other") });
    expect(totals).toMatchObject({ passed: (seeds["one"]?.length ?? 0) + (seeds["other"]?.length ?? 0), failed: 0 });
    expect(seeds["other"]?.length).toBeGreaterThan(0);
    expect(new Set(seeds["one"]).size).toBe(seeds["one"]?.length);
  });

  test("leaves the time of a suite that has tried what it is to try to those that have not, and says how far each came", async () => {
    const turn: SoakSuite = async (_seed, deadline) => {
      await new Promise((resolve) => setTimeout(resolve, (deadline - Date.now()) / 10));
      return { cases: 1, failures: [] };
    };
    const { text } = await soak({ done: turn, short: turn }, 7, { done: 1 });
    expect(text).toMatch(/^done: 1 of 1 numbers$/m);
    expect(Number(/^short: (\d+) of/m.exec(text)?.[1])).toBeGreaterThan(1);
  });

  test("a whole one ends when every suite has come to its goal, with each turn's line saying how far it is", async () => {
    const turn: SoakSuite = () => Promise.resolve({ cases: 40, failures: [] });
    const { text, isWhole, passed } = await soak(
      { sessions: turn, messages: turn },
      7,
      { sessions: 100, messages: 30 },
      true,
    );
    expect(isWhole).toBe(true);
    expect(passed).toBe(160);
    expect(text.split("\n").filter((line) => line.startsWith("sessions: seed"))).toEqual([
      expect.stringMatching(/40 numbers, 0 failed; 40 of 100 so far$/),
      expect.stringMatching(/; 80 of 100 so far$/),
      expect.stringMatching(/; 120 of 100 so far$/),
    ]);
  });

  test("one that comes to no goal in its time is not whole", async () => {
    const slow: SoakSuite = async (_seed, deadline) => {
      await new Promise((resolve) => setTimeout(resolve, deadline - Date.now()));
      return { cases: 1, failures: [] };
    };
    expect(await soak({ slow }, 7, {}, true)).toMatchObject({ isWhole: false, failed: 0 });
  });

  test("counts a suite that breaks as failed, and goes on with the others", async () => {
    const broken: SoakSuite = () => Promise.reject(new Error("no disk"));
    const good = propertySuite(fc.nat(), () => {});
    const totals = await soak({ broken, good });
    expect(totals.failed).toBe(1);
    expect(totals.passed).toBeGreaterThan(0);
    expect(totals.text).toContain("no disk");
  });
});
