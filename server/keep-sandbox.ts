import { type HeldLock, tryHoldLock } from "./db/hold-lock";
import { isDatabaseUnavailable } from "./db/is-unavailable";
import { repeat } from "./jobs";
import type { Listener } from "./listeners";
import { type DeviceParts, openSandboxDevices } from "./open-device-doors";
import { type Sandbox, type SandboxOptions, startSandbox } from "./sandbox";

/** Held by the process that runs the simulated devices: run twice, each device would be two. */
const SANDBOX_LOCK = 7_232_002;
/** How long the sandbox is away at most when the process that ran it has ended and another may. */
const LOOK_EVERY_MS = 2_000;
const GRACE_MS = 1_000;

export interface KeptSandboxOptions extends Omit<SandboxOptions, "dmUrl"> {
  readonly parts: DeviceParts;
  readonly databaseUrl: string;
  /** The address on loopback that its devices call. */
  readonly dmUrl: string;
}

interface Running {
  readonly lock: HeldLock;
  readonly door: Listener;
  readonly sandbox: Sandbox;
}

/**
 * Runs the sandbox in this process while no other one of the same database does. When that one ends, this one takes over;
 * a process that loses its database lets go, as another may have begun.
 *
 * Throws StartProblem when it is this one's turn at once and the port is taken.
 */
export async function keepSandbox(options: KeptSandboxOptions): Promise<{ stop(): Promise<void> }> {
  const { log } = options.parts;
  let running: Running | null = null;

  async function look(): Promise<number> {
    if (running?.lock.lost.aborted) {
      log.warn("sandbox.lost");
      await end();
    }
    running ??= await run(options);
    return 0;
  }

  async function end(): Promise<void> {
    const ended = running;
    running = null;
    if (ended) await stop(ended);
  }

  await look();
  if (!running) log.info("sandbox.runs_elsewhere");
  const looks = repeat({
    name: "keep-sandbox",
    idleMs: LOOK_EVERY_MS,
    busyMs: LOOK_EVERY_MS,
    run: look,
    onError: (job, error) => log[isDatabaseUnavailable(error) ? "warn" : "error"]("job.failed", { job, error }),
  });
  return {
    async stop() {
      await looks.stop();
      await end();
    },
  };
}

/** null: another process runs it. */
async function run({ parts, databaseUrl, ...options }: KeptSandboxOptions): Promise<Running | null> {
  const lock = await tryHoldLock(databaseUrl, "sandbox", SANDBOX_LOCK);
  if (!lock) return null;
  let door: Listener | null = null;
  try {
    door = await openSandboxDevices(parts, options.dmUrl);
    const sandbox = await startSandbox(options);
    parts.log.info("sandbox.started", { count: sandbox.size });
    return { lock, door, sandbox };
  } catch (error) {
    await door?.close(0);
    await lock.release();
    throw error;
  }
}

async function stop({ lock, door, sandbox }: Running): Promise<void> {
  await sandbox.stop();
  await door.close(GRACE_MS);
  await lock.release();
}
