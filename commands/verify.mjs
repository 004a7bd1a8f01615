import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { proofsOf, readTable, unprovenOf } from "./conformance.mjs";
import { checkFolder, checkNode, createProgress, endWith, freePorts, installPackages, root, run } from "./machine.mjs";
import {
  countBars,
  countsInWords,
  failuresInWords,
  faultsOf,
  NOTHING,
  readPlaywright,
  readVitest,
} from "./test-reports.mjs";
import { provideTools } from "./test-tools.mjs";

/**
 * `npm run verify`: everything that has to hold, on a machine with Node alone. It goes in rounds, within which two lanes
 * run at a time; each lane has its own budget in time, all together have one too. The last line is `N passed, N failed`:
 * tests, and lanes.
 */

const FOLDER = join(root, ".data/verify");
const LANES_AT_A_TIME = 2;
const ALL_BUDGET_S = 1_470;
/**
 * Budgets are kept on two cores of their own. A machine may be half as quick, or busy: what takes longer than its budget is
 * told, and stopped only at this many times that.
 */
const STOPPED_AT = 2;
const BARS = 73;
const TAIL_LINES = 60;

const node = (script, ...args) => [process.execPath, [join(root, script), ...args]];
const biome = node("node_modules/@biomejs/biome/bin/biome", "check", ".");
const tsc = node("node_modules/typescript/bin/tsc", "--noEmit");
const depcruise = node(
  "node_modules/dependency-cruiser/bin/dependency-cruise.mjs",
  ".",
  "--config",
  ".dependency-cruiser.cjs",
);
const knip = node("node_modules/knip/bin/knip.js");

function vitest(project) {
  const report = join(FOLDER, `${project}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const command = node("node_modules/vitest/vitest.mjs", "run", "--project", project, ...reporters);
  return { command, read: () => readVitest(report) };
}

function playwright(ports) {
  const report = join(FOLDER, "e2e.json");
  return {
    command: node("node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"),
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report, ...settingsOf("e2e", ports) },
    read: () => readPlaywright(report),
  };
}

/** A data folder and ports of its own, so that nothing that runs on this machine is in the way. */
function settingsOf(name, [web, dm, simulator, metrics]) {
  return {
    DATA_DIR: join(FOLDER, name),
    WEB_PORT: String(web),
    DM_PORT: String(dm),
    SIMULATOR_PORT: String(simulator),
    METRICS_PORT: String(metrics),
  };
}

/**
 * The stories have the machine to themselves: a browser, a server, a database and a fleet are enough for two cores.
 * Within a round the longest comes first, so that the two lanes end at about the same time.
 */
async function planRounds() {
  const ports = await freePorts(8);
  return [
    [
      { name: "types", command: tsc, budgetS: 180 },
      { name: "build", command: node("commands/build.mjs"), budgetS: 300 },
    ],
    [{ name: "browser tests", ...playwright(ports.slice(0, 4)), needs: "chromium", budgetS: 600 }],
    [
      { name: "database tests", ...vitest("db"), budgetS: 1_200 },
      { name: "unit tests", ...vitest("unit"), budgetS: 900 },
      {
        name: "quickstart",
        command: node("commands/quickstart.mjs", "--check"),
        env: settingsOf("quickstart", ports.slice(4)),
        budgetS: 180,
      },
      { name: "format and lint", command: biome, budgetS: 60 },
      { name: "import law", command: depcruise, budgetS: 120 },
      { name: "unused code", command: knip, budgetS: 120 },
    ],
  ];
}

async function runLane(lane, missing, deadline) {
  const lacking = missing.find((tool) => tool.name === lane.needs);
  if (lacking) return { lane, ok: false, ...NOTHING, output: lacking.advice, tookMs: 0 };
  const [file, args] = lane.command;
  const limitMs = Math.max(1_000, Math.min(lane.budgetS * STOPPED_AT * 1_000, deadline - Date.now()));
  const ran = await run(file, args, { limitMs, env: { ...process.env, CI: "true", FORCE_COLOR: "0", ...lane.env } });
  writeFileSync(join(FOLDER, `${lane.name.replaceAll(" ", "-")}.log`), ran.output);
  const counts = lane.read?.() ?? NOTHING;
  const faults = lane.read ? faultsOf(counts) : [];
  const late = ran.timedOut ? [`stopped: it took longer than ${Math.round(limitMs / 1_000)} s`] : [];
  const output = [ran.output, ...late, ...faults].join("\n");
  return { lane, ok: ran.status === 0 && faults.length === 0, ...counts, output, tookMs: ran.tookMs };
}

function report({ lane, ok, output, tookMs, ...counts }) {
  const tests = lane.read ? countsInWords(counts) : "";
  const tookS = Math.round(tookMs / 1_000);
  const over = tookS > lane.budgetS ? `, over its budget of ${lane.budgetS} s` : "";
  console.log(`${ok ? "ok    " : "FAILED"} ${lane.name.padEnd(18)} ${tests.padEnd(26)} ${tookS} s${over}`);
  if (ok) return;
  // What failed comes first: the end of what a runner prints need not name it.
  const lines = [...failuresInWords(counts), ...output.trim().split("\n").slice(-TAIL_LINES)];
  console.log(lines.map((line) => `       | ${line}`).join("\n"));
}

/** Runs every lane, whatever became of those before it: one that fails because another did says more. */
async function runRounds(rounds, missing, deadline) {
  const results = [];
  for (const round of rounds) {
    const waiting = [...round];
    const work = async () => {
      for (let lane = waiting.shift(); lane; lane = waiting.shift()) {
        const result = await runLane(lane, missing, deadline);
        results.push(result);
        report(result);
      }
    };
    await Promise.all(Array.from({ length: LANES_AT_A_TIME }, work));
  }
  return results;
}

/** Whether every test that the table of conformance names ran and passed; says which did not. */
function checkConformance(results) {
  const table = readTable();
  const unproven = unprovenOf(table, new Set(results.flatMap((result) => result.proven)));
  const count = proofsOf(table).length;
  console.log(`conformance: ${count - unproven.length} of ${count} named tests passed`);
  for (const { file, test } of unproven) console.log(`FAILED docs/conformance.json names ${file}: ${test}`);
  return unproven.length === 0;
}

async function main() {
  const started = Date.now();
  const deadline = started + ALL_BUDGET_S * STOPPED_AT * 1_000;
  checkNode();
  checkFolder();
  const progress = createProgress();
  await installPackages(progress);
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const missing = await provideTools(progress);
  const results = await runRounds(await planRounds(), missing, deadline);
  const tookS = Math.round((Date.now() - started) / 1_000);
  if (tookS > ALL_BUDGET_S) console.log(`took ${tookS} s, over the budget of ${ALL_BUDGET_S} s`);
  const sum = (count) => results.reduce((total, result) => total + count(result), 0);
  const isConformant = checkConformance(results);
  const secondTries = results.flatMap((result) => result.secondTries);
  for (const title of secondTries) console.log(`passed at the second try: ${title}`);
  const failed = sum((result) => result.failed + (result.ok ? 0 : 1)) + (isConformant ? 0 : 1);
  console.log(`trust bars: ${countBars(results.flatMap((result) => result.titles))} of ${BARS} covered`);
  console.log(
    `${sum((result) => result.passed + result.secondTries.length + (result.ok ? 1 : 0))} passed, ${failed} failed`,
  );
  process.exitCode = failed === 0 ? 0 : 1;
}

main().catch(endWith);
