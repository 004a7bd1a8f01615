import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { bundledProgram } from "./bundled-program";

/** A server in a process of its own, over a database that outlives it. */
export interface ServerProcess {
  readonly dmUrl: string;
  readonly pid: number;
  /** Sends the signal and resolves when the process is gone, with its exit code (null after a signal). */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<number | null>;
}

export interface ServerProcessOptions {
  readonly databaseUrl: string;
  readonly masterKey: Uint8Array;
  readonly dataDir: string;
  readonly roles: string;
  /** The same after a restart: devices keep calling it. */
  readonly dmPort: number;
  readonly metricsPort: number;
  /** Settings beside those that follow from the others. */
  readonly settings?: Readonly<Record<string, string>>;
  /** For Node itself. */
  readonly nodeFlags?: readonly string[];
}

const READY_MS_MAX = 40_000;
const POLL_MS = 100;

/** Starts a server and resolves when it is ready. Throws with its last words when it ends before that. */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const program = await bundledProgram("server/main.ts");
  const child = spawn(process.execPath, [...(options.nodeFlags ?? []), program], {
    env: {
      ...process.env,
      DATABASE_URL: options.databaseUrl,
      DATA_DIR: options.dataDir,
      DMWSI_MASTER_KEY: Buffer.from(options.masterKey).toString("base64"),
      ROLES: options.roles,
      DM_PORT: String(options.dmPort),
      METRICS_PORT: String(options.metricsPort),
      DM_LIMITS: "bench",
      LOG_LEVEL: "warn",
      DRAIN_SECONDS: "0",
      ...options.settings,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const words = lastWords(child);
  await untilReady(child, options.metricsPort, words);
  return {
    dmUrl: `http://127.0.0.1:${options.dmPort}/dm`,
    pid: child.pid ?? 0,
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const exited = once(child, "exit");
      child.kill(signal);
      await exited;
      return child.exitCode;
    },
  };
}

const PORTS_TRIED_MAX = 100;
const given = new Set<number>();

/** A port on which nobody listens; never one that was given before, as whoever asked may not have opened it yet. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < PORTS_TRIED_MAX; tried += 1) {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    server.close();
    await once(server, "close");
    if (typeof address !== "object" || !address || given.has(address.port)) continue;
    given.add(address.port);
    return address.port;
  }
  throw new Error("no free port");
}

const WORDS_KEPT_MAX = 4_000;

function lastWords(child: ChildProcess): () => string {
  let text = "";
  const hear = (chunk: unknown): void => {
    text = (text + String(chunk)).slice(-WORDS_KEPT_MAX);
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  return () => text;
}

async function untilReady(child: ChildProcess, metricsPort: number, words: () => string): Promise<void> {
  for (let waited = 0; waited < READY_MS_MAX; waited += POLL_MS) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}:\n${words()}`);
    const answer = await fetch(`http://127.0.0.1:${metricsPort}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  child.kill("SIGKILL");
  throw new Error(`The server was not ready within ${READY_MS_MAX / 1_000} s:\n${words()}`);
}
