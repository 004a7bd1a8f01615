import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { provedBy } from "./conformance.mjs";
import { root } from "./machine.mjs";

/**
 * What test runners say of themselves, in one form: counts, the full titles of the tests that passed, and of those of
 * Vitest also with their files, as the table of conformance names them; what failed, each with the begin of why.
 */

/** What a runner says that did not come to a report, and a lane without tests. */
export const NOTHING = { passed: 0, failed: 0, secondTries: [], titles: [], proven: [], failures: [] };

/** So many failures are named, with so many lines of each: more of them have one cause. */
const FAILURES_NAMED_MAX = 10;
const FAILURE_LINES_MAX = 6;

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
  const unloaded = report.testResults.filter(
    (suite) => suite.status === "failed" && suite.assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    // A file that does not load has no tests of its own to fail.
    failed: report.numFailedTests + unloaded.length,
    secondTries: [],
    titles: passed.map((test) => test.fullName),
    proven: passed.map((test) => provedBy(test.file, test.fullName)),
    failures: [
      ...unloaded.map(({ name, message }) => failureOf(relative(root, name), message)),
      ...tests
        .filter((test) => test.status === "failed")
        .map((test) => failureOf(`${test.file}: ${test.fullName}`, test.failureMessages?.[0])),
    ],
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
    failures: [
      ...report.errors.map(({ message }) => failureOf("before any story", message)),
      ...specs.filter((spec) => !spec.ok).map((spec) => failureOf(spec.title, spec.error)),
    ],
  };
}

/** `69 passed, 0 failed`, and how many needed a second try where any did. */
export function countsInWords({ passed, failed, secondTries }) {
  const tried = secondTries.length > 0 ? [`${secondTries.length} passed at the second try`] : [];
  return [`${passed} passed`, `${failed} failed`, ...tried].join(", ");
}

/** Which tests failed and why, as lines; as many of each as help. */
export function failuresInWords({ failures }) {
  const more = failures.length - FAILURES_NAMED_MAX;
  return [
    ...failures.slice(0, FAILURES_NAMED_MAX).flatMap(({ title, why }) => [title, ...why.map((line) => `  ${line}`)]),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
}

/** What is wrong with a run beside the tests that failed; one line each. */
export function faultsOf({ passed, failed, secondTries }) {
  return [
    ...(passed + failed + secondTries.length === 0 ? ["no test ran"] : []),
    ...(secondTries.length > SECOND_TRIES_MAX ? [`more than ${SECOND_TRIES_MAX} passed at the second try only`] : []),
  ];
}

function failureOf(title, message = "") {
  const lines = stripVTControlCharacters(message).split("\n");
  return { title, why: lines.filter((line) => line.trim() !== "").slice(0, FAILURE_LINES_MAX) };
}

function specsOf(suite, above) {
  const titles = [...above, suite.title];
  const own = (suite.specs ?? []).map((spec) => ({
    ok: spec.ok,
    isSecondTry: spec.tests.some((test) => test.status === "flaky"),
    title: [...titles, spec.title].join(" "),
    error: spec.tests.flatMap((test) => test.results ?? []).find((result) => result.error)?.error.message,
  }));
  return [...own, ...(suite.suites ?? []).flatMap((inner) => specsOf(inner, titles))];
}

/** How many different `trust:<bar>` stand in the titles. */
export function countBars(titles) {
  return new Set(titles.flatMap((title) => title.match(/trust:[a-z0-9-]+/g) ?? [])).size;
}
