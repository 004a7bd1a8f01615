import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { provedBy } from "./conformance.mjs";
import { root } from "./machine.mjs";

/**
 * What test runners say of themselves, in one form: counts, the full titles of the tests that passed, and of those of
 * Vitest also with their files, as the table of conformance names them.
 */

const NOTHING = { passed: 0, failed: 0, titles: [], proven: [] };

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

export function readVitest(file) {
  const report = readJson(file);
  if (!report) return NOTHING;
  const tests = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({ ...test, file: relative(root, name) })),
  );
  const passed = tests.filter((test) => test.status === "passed");
  return {
    passed: report.numPassedTests,
    // A file that does not load has no tests of its own to fail.
    failed:
      report.numFailedTests +
      report.testResults.filter((suite) => suite.status === "failed" && suite.assertionResults.length === 0).length,
    titles: passed.map((test) => test.fullName),
    proven: passed.map((test) => provedBy(test.file, test.fullName)),
  };
}

export function readPlaywright(file) {
  const report = readJson(file);
  if (!report) return NOTHING;
  const specs = report.suites.flatMap((suite) => specsOf(suite, []));
  return {
    passed: report.stats.expected,
    // One that passes only when tried again has not passed.
    failed: report.stats.unexpected + report.stats.flaky + report.errors.length,
    titles: specs.filter((spec) => spec.ok).map((spec) => spec.title),
    proven: [],
  };
}

function specsOf(suite, above) {
  const titles = [...above, suite.title];
  const own = (suite.specs ?? []).map((spec) => ({ ok: spec.ok, title: [...titles, spec.title].join(" ") }));
  return [...own, ...(suite.suites ?? []).flatMap((inner) => specsOf(inner, titles))];
}

/** How many different `trust:<bar>` stand in the titles. */
export function countBars(titles) {
  return new Set(titles.flatMap((title) => title.match(/trust:[a-z0-9-]+/g) ?? [])).size;
}
