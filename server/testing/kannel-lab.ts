import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./server-process";

const PROGRAMS = ["bearerbox", "smsbox"] as const;
const SBIN = "/usr/sbin";
const START_MS_MAX = 10_000;
const STOP_MS_MAX = 3_000;

export interface KannelLab {
  /** Of the gateway's `sendsms`. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  close(): Promise<void>;
}

interface LabPorts {
  readonly smsc: number;
  readonly admin: number;
  readonly smsbox: number;
  readonly sendsms: number;
}

/**
 * Starts Kannel 1.4, an SMS gateway that knows nothing of us, as the client of a message centre at 127.0.0.1: bearerbox
 * and smsbox, on free ports of loopback only. Its wapbox is left out, because it listens on every address.
 *
 * Throws an Error that says what to install when the programs are not there.
 */
export async function startKannel(smscPort: number): Promise<KannelLab> {
  for (const program of PROGRAMS) requireProgram(program);
  const directory = mkdtempSync(join(tmpdir(), "kannel-lab-"));
  mkdirSync(join(directory, "spool"));
  const ports = { smsc: smscPort, admin: await freePort(), smsbox: await freePort(), sendsms: await freePort() };
  const configuration = join(directory, "kannel.conf");
  writeFileSync(configuration, configurationOf(ports, directory));
  const running: ChildProcess[] = [];
  const close = async (): Promise<void> => {
    for (const child of running.reverse()) await stop(child);
    rmSync(directory, { recursive: true });
  };
  try {
    for (const [program, port] of [
      ["bearerbox", ports.smsbox],
      ["smsbox", ports.sendsms],
    ] as const) {
      const child = spawn(join(SBIN, program), ["-v", "4", configuration], { cwd: directory, stdio: "ignore" });
      running.push(child);
      await listening(child, port, () => `${program}:\n${readFileSync(join(directory, `${program}.log`), "utf8")}`);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { url: `http://127.0.0.1:${ports.sendsms}/cgi-bin/sendsms`, username: "dm", password: "dm-secret", close };
}

function requireProgram(program: string): void {
  try {
    execFileSync("test", ["-x", join(SBIN, program)]);
  } catch {
    throw new Error(
      `${program} is missing. It comes with the Debian package kannel (apt-get install --no-install-recommends kannel); npm run verify installs it.`,
    );
  }
}

async function listening(child: ChildProcess, port: number, log: () => string): Promise<void> {
  const deadline = Date.now() + START_MS_MAX;
  while (Date.now() < deadline && child.exitCode === null) {
    if (await answers(port)) return;
    await sleep(50);
  }
  throw new Error(`It does not listen on ${port}. ${log()}`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
  await ended;
  clearTimeout(timer);
}

function configurationOf({ smsc, admin, smsbox, sendsms }: LabPorts, directory: string): string {
  return `group = core
admin-port = ${admin}
admin-interface = "127.0.0.1"
admin-password = lab
status-password = lab
smsbox-port = ${smsbox}
smsbox-interface = "127.0.0.1"
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"
log-file = "${directory}/bearerbox.log"
log-level = 0
dlr-storage = internal
store-type = spool
store-location = "${directory}/spool"

group = smsc
smsc = smpp
smsc-id = lab
host = 127.0.0.1
port = ${smsc}
transceiver-mode = true
smsc-username = "kannel"
smsc-password = "secret"
system-type = ""
interface-version = 34
address-range = ""
enquire-link-interval = 10
reconnect-delay = 1
throughput = 100
max-pending-submits = 10

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = ${sendsms}
sendsms-interface = "127.0.0.1"
log-file = "${directory}/smsbox.log"
log-level = 0
sendsms-chars = "0123456789 +-"

group = sendsms-user
username = dm
password = dm-secret
concatenation = true
max-messages = 20
user-deny-ip = "*.*.*.*"
user-allow-ip = "127.0.0.1"
`;
}
