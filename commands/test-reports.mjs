import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { provedBy } from "./conformance.mjs";
import { root } from "./machine.mjs";

/**
 * What test runners say of themselves, in one form: counts, the full titles of the tests that passed, and of those of
 * Vitest also with their files, as the table of conformance names them.
 */

/** What a runner says that did not come to a report, and a lane without tests. */
export const NOTHING = { passed: 0, failed: 0, secondTries: [], titles: [], proven: [] };

/** So many stories may need a second try: on a slow machine that happens. More of them are a fault. */
export const SECOND_TRIES_MAX = 2;

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
    secondTries: [],
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
    failed: report.stats.unexpected + report.errors.length,
    secondTries: specs.filter((spec) => spec.isSecondTry).map((spec) => spec.title),
    titles: specs.filter((spec) => spec.ok).map((spec) => spec.title),
    proven: [],
  };
}

/** `69 passed, 0 failed`, and how many needed a second try where any did. */
export function countsInWords({ passed, failed, secondTries }) {
  const tried = secondTries.length > 0 ? [`${secondTries.length} passed at the second try`] : [];
  return [`${passed} passed`, `${failed} failed`, ...tried].join(", ");
}

/** What is wrong with a run beside the tests that failed; one line each. */
export function faultsOf({ passed, failed, secondTries }) {
  return [
    ...(passed + failed + secondTries.length === 0 ? ["no test ran"] : []),
    ...(secondTries.length > SECOND_TRIES_MAX ? [`more than ${SECOND_TRIES_MAX} passed at the second try only`] : []),
  ];
}

function specsOf(suite, above) {
  const titles = [...above, suite.title];
  const own = (suite.specs ?? []).map((spec) => ({
    ok: spec.ok,
    isSecondTry: spec.tests.some((test) => test.status === "flaky"),
    title: [...titles, spec.title].join(" "),
  }));
  return [...own, ...(suite.suites ?? []).flatMap((inner) => specsOf(inner, titles))];
}

/** How many different `trust:<bar>` stand in the titles. */
export function countBars(titles) {
  return new Set(titles.flatMap((title) => title.match(/trust:[a-z0-9-]+/g) ?? [])).size;
}
