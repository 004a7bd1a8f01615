import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listening, stop } from "./foreign-programs";
import { KANNEL_LOGIN, type KannelPorts, kannelConfiguration, PUSH_PATH } from "./kannel-configuration";
import { freePort } from "./server-process";

const SBIN = "/usr/sbin";

export interface KannelLab {
  /** Of the gateway's `sendsms`. */
  readonly url: string;
  /** Where the push proxy gateway takes submissions; null: it was not started. */
  readonly pushUrl: string | null;
  readonly username: string;
  readonly password: string;
  close(): Promise<void>;
}

/**
 * Starts Kannel 1.4, an SMS gateway that knows nothing of us, as the client of a message centre at 127.0.0.1: bearerbox
 * and smsbox, on free ports of loopback only. Its wapbox, which has the push proxy gateway in it, listens on every address:
 * `hasPushGateway` is for processes whose network nobody else is in.
 *
 * Throws an Error that says what to install when the programs are not there.
 */
export async function startKannel(smscPort: number, { hasPushGateway = false } = {}): Promise<KannelLab> {
  const ports: KannelPorts = {
    smsc: smscPort,
    admin: await freePort(),
    smsbox: await freePort(),
    wapbox: await freePort(),
    sendsms: await freePort(),
    push: await freePort(),
  };
  const programs: [string, number][] = [
    ["bearerbox", ports.smsbox],
    ["smsbox", ports.sendsms],
    ...(hasPushGateway ? ([["wapbox", ports.push]] as [string, number][]) : []),
  ];
  for (const [program] of programs) requireProgram(program);
  const directory = mkdtempSync(join(tmpdir(), "kannel-lab-"));
  mkdirSync(join(directory, "spool"));
  const configuration = join(directory, "kannel.conf");
  writeFileSync(configuration, kannelConfiguration(ports, directory, hasPushGateway));
  const running: ChildProcess[] = [];
  const close = async (): Promise<void> => {
    for (const child of running.reverse()) await stop(child);
    rmSync(directory, { recursive: true });
  };
  try {
    for (const [program, port] of programs) {
      const child = spawn(join(SBIN, program), ["-v", "4", configuration], { cwd: directory, stdio: "ignore" });
      running.push(child);
      await listening(child, port, () => `${program}:\n${readFileSync(join(directory, `${program}.log`), "utf8")}`);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    url: `http://127.0.0.1:${ports.sendsms}/cgi-bin/sendsms`,
    pushUrl: hasPushGateway ? `http://127.0.0.1:${ports.push}${PUSH_PATH}` : null,
    ...KANNEL_LOGIN,
    close,
  };
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
