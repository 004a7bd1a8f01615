import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  countsInWords,
  failuresInWords,
  faultsOf,
  readPlaywright,
  readVitest,
  SECOND_TRIES_MAX,
} from "./test-reports.mjs";

const folder = mkdtempSync(join(tmpdir(), "dmwsi-reports-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A story, and what became of it as Playwright calls it. */
type Story = readonly [title: string, status: "expected" | "unexpected" | "flaky"];

/** The report that Playwright writes of these stories, as far as it is read. */
function reportOf(stories: readonly Story[]) {
  const file = join(folder, "e2e.json");
  const count = (wanted: Story[1]) => stories.filter(([, status]) => status === wanted).length;
  const specs = stories.map(([title, status]) => ({ title, ok: status !== "unexpected", tests: [{ status }] }));
  const stats = { expected: count("expected"), unexpected: count("unexpected"), flaky: count("flaky") };
  writeFileSync(file, JSON.stringify({ suites: [{ title: "a.spec.ts", specs }], errors: [], stats }));
  return readPlaywright(file);
}

const flaky = (n: number): readonly Story[] => Array.from({ length: n }, (_, i) => [`shaky ${i}`, "flaky"]);

describe("the report of the stories", () => {
  it("names each story that passed at its second try, and counts it apart from those that just passed", () => {
    const counts = reportOf([
      ["good", "expected"],
      ["trust:bar holds", "flaky"],
      ["bad", "unexpected"],
    ]);
    expect(counts).toMatchObject({ passed: 1, failed: 1, secondTries: ["a.spec.ts trust:bar holds"] });
    expect(counts.titles).toEqual(["a.spec.ts good", "a.spec.ts trust:bar holds"]);
    expect(countsInWords(counts)).toBe("1 passed, 1 failed, 1 passed at the second try");
  });

  it("says nothing of second tries where there was none", () => {
    expect(countsInWords(reportOf([["good", "expected"]]))).toBe("1 passed, 0 failed");
  });

  it("takes two second tries and no more", () => {
    expect(SECOND_TRIES_MAX).toBe(2);
    expect(faultsOf(reportOf(flaky(2)))).toEqual([]);
    expect(faultsOf(reportOf(flaky(3)))).toEqual(["more than 2 passed at the second try only"]);
  });

  it("is a fault where no test ran, or no report was written", () => {
    expect(faultsOf(reportOf([]))).toEqual(["no test ran"]);
    expect(faultsOf(readPlaywright(join(folder, "none.json")))).toEqual(["no test ran"]);
  });
});

describe("what failed is named, with the begin of why", () => {
  function vitestReport(results: readonly object[], failed: number) {
    const file = join(folder, "unit.json");
    writeFileSync(file, JSON.stringify({ numPassedTests: 0, numFailedTests: failed, testResults: results }));
    return readVitest(file);
  }

  it("a test by its file and title, without colours and with a few lines", () => {
    const failureMessages = [
      `\u001b[31mAssertionError\u001b[39m: 53 is not less than 50\n\n${"    at x\n".repeat(40)}`,
    ];
    const test = { status: "failed", fullName: "bounds hold", failureMessages };
    const report = vitestReport([{ name: join(process.cwd(), "a.test.ts"), assertionResults: [test] }], 1);
    const [title, why, ...rest] = failuresInWords(report);
    expect([title, why]).toEqual(["a.test.ts: bounds hold", "  AssertionError: 53 is not less than 50"]);
    expect(rest).toHaveLength(5);
  });

  it("a file that does not load by its name", () => {
    const suite = {
      name: join(process.cwd(), "b.test.ts"),
      status: "failed",
      message: "no such module",
      assertionResults: [],
    };
    const report = vitestReport([suite], 0);
    expect(report.failed).toBe(1);
    expect(failuresInWords(report)).toEqual(["b.test.ts", "  no such module"]);
  });

  it("a story by its title", () => {
    const failed = { status: "unexpected", results: [{ error: { message: "not seen" } }] };
    const file = join(folder, "e2e.json");
    const specs = [{ title: "opens", ok: false, tests: [failed] }];
    writeFileSync(
      file,
      JSON.stringify({ suites: [{ title: "a.spec.ts", specs }], errors: [], stats: { expected: 0, unexpected: 1 } }),
    );
    expect(failuresInWords(readPlaywright(file))).toEqual(["a.spec.ts opens", "  not seen"]);
  });

  it("ten of many, and how many more there are", () => {
    const failures = Array.from({ length: 12 }, (_, at) => ({ title: `test ${at}`, why: [] }));
    expect(failuresInWords({ failures })).toEqual([...failures.slice(0, 10).map(({ title }) => title), "and 2 more"]);
  });
});
