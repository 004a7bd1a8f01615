import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  checkFolder,
  checkNode,
  checkPorts,
  createProgress,
  endWith,
  installPackages,
  Problem,
  root,
  SERVER_FLAGS,
} from "./machine.mjs";
import { checkQuickstart } from "./quickstart-check.mjs";

/**
 * `npm run quickstart`: from a checkout and Node alone to a running server with simulated devices. `-- --check` ends
 * after a real operation has gone through; `-- --no-devices` registers the devices and does not run them.
 */

const START_LIMIT_MS = 180_000;
const STOP_LIMIT_MS = 30_000;

const USAGE = `Installs, builds, and starts everything with simulated devices; then says where it is and how to sign in.

  npm run quickstart [-- --check] [--no-devices]

  --check       ends after a real operation has gone through
  --no-devices  registers the devices and does not run them

Settings, such as WEB_PORT and DATA_DIR, are in docs/operating.md.`;
const KNOWN = new Set(["--check", "--no-devices"]);

function readArguments(given) {
  const unknown = given.find((name) => !KNOWN.has(name));
  if (unknown) throw new Problem(`${unknown} is not known here.\n\n${USAGE}`);
  return { check: given.includes("--check"), devices: !given.includes("--no-devices") };
}

function settings(devices) {
  const { env } = process;
  return {
    ports: {
      WEB_PORT: Number(env.WEB_PORT || 3000),
      DM_PORT: Number(env.DM_PORT || 3001),
      SIMULATOR_PORT: Number(env.SIMULATOR_PORT || 3002),
      METRICS_PORT: Number(env.METRICS_PORT || 9464),
    },
    dataDir: resolve(root, env.DATA_DIR || ".data"),
    env: { ...env, QUICKSTART: "1", NODE_ENV: "production", ...(devices ? {} : { SIMULATED_DEVICES_RUN: "0" }) },
  };
}

function makeDataFolder(dataDir) {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    return openSync(join(dataDir, "server.log"), "w", 0o600);
  } catch (error) {
    throw new Problem(`${dataDir} cannot be written (${error.code}): set DATA_DIR to a folder of yours.`);
  }
}

/** Starts the server and waits until it is ready. It says itself, in a line, why it is not. */
async function startServer({ dataDir, env }) {
  const log = makeDataFolder(dataDir);
  const server = spawn(process.execPath, [...SERVER_FLAGS, "--enable-source-maps", join(root, "dist/server.mjs")], {
    cwd: root,
    env: { ...env, DATA_DIR: dataDir },
    stdio: ["ignore", log, "inherit", "ipc"],
    // Ctrl-C is for us; we pass it on once. Should we be killed, the server sees the channel close and stops.
    detached: true,
  });
  closeSync(log);
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill("SIGTERM"));
  const ended = new Promise((end) => server.once("exit", (code, signal) => end(code ?? signal)));
  const ready = new Promise((isReady) => server.once("message", () => isReady("ready")));
  let timer;
  const late = new Promise((isLate) => {
    timer = setTimeout(() => isLate("late"), START_LIMIT_MS);
  });
  const first = await Promise.race([ready, ended, late]);
  clearTimeout(timer);
  if (first === "ready") return { server, ended };
  server.kill("SIGKILL");
  if (first === "late") {
    throw new Problem(
      `The server was not ready after ${START_LIMIT_MS / 1_000} s: see ${join(dataDir, "server.log")}.`,
    );
  }
  if (first === "SIGTERM") throw new Problem("Stopped before the server was ready.");
  throw new Problem(`The server did not start (see above and ${join(dataDir, "server.log")}).`);
}

async function stopServer({ server, ended }) {
  server.kill("SIGTERM");
  const timer = setTimeout(() => server.kill("SIGKILL"), STOP_LIMIT_MS);
  await ended;
  clearTimeout(timer);
}

function tell(facts, { dataDir }, devices) {
  const { administrator, externalSystem } = facts;
  console.log(`
DMWSI is running.

  Console     ${facts.consoleUrl}
              sign in as  ${administrator.email}
              password    ${administrator.password}
  Public API  ${facts.apiUrl}   (client ${externalSystem.clientId}, secret in ${join(dataDir, "quickstart.json")})
  Devices     ${facts.deviceUrl}   ${devices ? "simulated devices are calling in" : "no simulated device runs"}
  Metrics     ${facts.metricsUrl}

  Where to click: sign in, open Devices, choose one, press "Start operation", read or set a value and watch it finish.

  Everything is in ${dataDir}. Stop with Ctrl-C; the next start goes on from there.
`);
}

async function main() {
  checkNode();
  checkFolder();
  const given = process.argv.slice(2);
  if (given.includes("--help") || given.includes("-h")) {
    console.log(USAGE);
    return;
  }
  const { check, devices } = readArguments(given);
  const set = settings(devices);
  const { SIMULATOR_PORT: _simulator, ...serverPorts } = set.ports;
  await checkPorts(devices ? set.ports : serverPorts);
  const progress = createProgress();
  await installPackages(progress);
  const { build } = await import("./build.mjs");
  await build(progress);
  const done = progress("starting the database and the server");
  const running = await startServer(set);
  done();
  const facts = JSON.parse(readFileSync(join(set.dataDir, "quickstart.json"), "utf8"));
  if (check) {
    try {
      await checkQuickstart(facts, progress);
    } finally {
      await stopServer(running);
    }
    console.log("quickstart check passed");
    return;
  }
  tell(facts, set, devices);
  const end = await running.ended;
  console.log(end === 0 ? "stopped" : `The server ended (${end}): see ${join(set.dataDir, "server.log")}.`);
  process.exitCode = end === 0 ? 0 : 1;
}

main().catch(endWith);
