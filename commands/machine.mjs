import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * What every command needs of the machine. Uses nothing but Node: it runs before the packages are there, and what is
 * done before `checkNode` works on an old Node too, so that it can say so.
 */

export const root = resolve(fileURLToPath(import.meta.url), "../..");
const NODE_MIN = [20, 19];

/**
 * What Node is told for the server. Messages under way outlive a young generation of the usual size and are copied over
 * and over: a larger one takes a fifth of the processor time off a device's message, for up to 100 MB of memory.
 */
export const SERVER_FLAGS = ["--min-semi-space-size=32", "--max-semi-space-size=32"];

/** Something that whoever ran the command can put right: printed as one line. */
export class Problem extends Error {}

/** Ends the process with one line for a Problem, with the whole story for anything else. */
export function endWith(error) {
  console.error(error instanceof Problem ? error.message : error);
  process.exit(1);
}

export function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1])) return;
  throw new Problem(`Node ${version} is too old: install Node ${NODE_MIN.join(".")} or newer.`);
}

/** Folders that commands write into; what another account made there (sudo, once) stands in the way. */
const WRITTEN = [".", "node_modules", "dist", ".next"];

export function checkFolder(folder = root) {
  for (const path of WRITTEN.map((name) => join(folder, name)).filter((path) => path === folder || existsSync(path))) {
    try {
      accessSync(path, constants.W_OK);
    } catch {
      const advice = path === folder ? "use a copy of your own, or run as its owner" : "remove it, or run as its owner";
      throw new Problem(`${path} cannot be written by this account: ${advice}.`);
    }
  }
}

/** `ports`: the number of each by the variable that moves it. */
export async function checkPorts(ports) {
  for (const [setting, port] of Object.entries(ports)) {
    const code = await new Promise((resolve) => {
      const probe = createServer();
      probe.once("error", (error) => resolve(error.code));
      probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(null)));
    });
    if (code === "EADDRINUSE") {
      throw new Problem(`Port ${port} is taken: stop what uses it, or set ${setting} to another port.`);
    }
    if (code === "EACCES")
      throw new Problem(`Port ${port} may not be opened by this account: set ${setting} above 1023.`);
    if (code !== null) throw new Problem(`Port ${port} cannot be opened (${code}): set ${setting} to another port.`);
  }
}

/** Ports that nothing listens on, all different. */
export async function freePorts(count) {
  const probes = await Promise.all(
    Array.from({ length: count }, () => {
      const probe = createServer();
      return new Promise((resolve) => probe.listen(0, "127.0.0.1", () => resolve(probe)));
    }),
  );
  const ports = probes.map((probe) => probe.address().port);
  await Promise.all(probes.map((probe) => new Promise((resolve) => probe.close(resolve))));
  return ports;
}

/** Installs the packages of the lock unless they are there and not older than it. */
export async function installPackages(progress) {
  const installed = join(root, "node_modules/.package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs) return;
  const done = progress("installing the packages (a minute or two)");
  const npm = process.env.npm_execpath;
  const [file, args] = npm ? [process.execPath, [npm]] : ["npm", []];
  const options = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status, output } = await run(file, [...args, ...options], { limitMs: 600_000 });
  if (status !== 0) throw new Problem(`npm ci failed: ${npmReason(output)}`);
  done();
}

/** The line in which npm says what is wrong: not the codes before it, nor the stack and the name of its log behind it. */
export function npmReason(output) {
  const lines = output.split("\n").flatMap((line) => /^npm (?:error|ERR!) (.*)/.exec(line)?.[1].trim() ?? []);
  return lines.find((line) => /\s/.test(line) && !/^(code|errno|syscall|path|dest|at) /.test(line)) ?? lastLine(output);
}

/** Runs a program to its end, at most `limitMs`; then it and all it started are killed. Gives its output as one text. */
export function run(file, args, { limitMs, env = process.env, cwd = root, onLine = () => {} }) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
    const limit = setTimeout(() => killGroup(child), limitMs);
    const stopToo = () => killGroup(child);
    const interrupted = () => process.exit(130);
    process.once("exit", stopToo);
    for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, interrupted);
    let output = "";
    const take = (octets) => {
      output += octets;
      for (const line of String(octets).split("\n")) if (line.trim()) onLine(line);
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    const startedAt = Date.now();
    const end = (status) => {
      clearTimeout(limit);
      process.removeListener("exit", stopToo);
      for (const signal of ["SIGINT", "SIGTERM"]) process.removeListener(signal, interrupted);
      const tookMs = Date.now() - startedAt;
      resolve({ status, output, tookMs, timedOut: status !== 0 && tookMs >= limitMs });
    };
    child.once("error", (error) => {
      output += `${error.message}\n`;
      end(1);
    });
    child.once("close", (code) => end(code ?? 1));
  });
}

function killGroup(child) {
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}

export function lastLine(text) {
  return text.trim().split("\n").at(-1) ?? "";
}

/** Whether a program can be found. */
export function has(program) {
  return spawnSync("sh", ["-c", `command -v "$1"`, "sh", program], { stdio: "ignore" }).status === 0;
}

/** A line when a step begins, one every 15 s while it lasts, one when it is done. */
export function createProgress(write = console.log) {
  return (step) => {
    const startedAt = Date.now();
    const seconds = () => `${Math.round((Date.now() - startedAt) / 1_000)} s`;
    write(`- ${step} ...`);
    const tick = setInterval(() => write(`  still ${step} (${seconds()})`), 15_000);
    tick.unref();
    return () => {
      clearInterval(tick);
      write(`  done in ${seconds()}`);
    };
  };
}
