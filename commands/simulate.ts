import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import {
  builtInProfile,
  DeviceUser,
  type Fleet,
  type FleetDevice,
  makeDevices,
  type Profile,
  QuirkName,
  readProfile,
  registerDevices,
  registrationOf,
  startFleet,
  UpdateFault,
} from "../simulator";

const USAGE = `Simulated OMA DM devices over real HTTP.

  npm run simulate -- --config .data/quickstart.json --devices N    registers them first, by the public API
  npm run simulate -- --server http://127.0.0.1:3001/dm --devices N devices that are registered already

  --devices N       1 to 20000 (10)
  --seed S          decides DevIds, secrets and faults: the same seed gives the same devices (1)
  --profile FILE    a profile of your own instead of phone, router and vehicle in turn
  --quirks A,B      what all of them do otherwise than the specification; docs/device-quirks.md names what there is
  --user U          who is asked where the server asks the user, on all of them: accepts, refuses, cancels, absent, none (the
                    phone's accepts, the others have none)
  --update-faults A=0.05,B=0.05
                    what goes wrong with updates, and on which share of the devices; docs/simulated-devices.md names
                    what there is
  --polite          nothing goes wrong on the devices' side
  --poll SECONDS    each device calls by itself so often (300); woken devices come at once
  --wake-port PORT  where wake-ups are listened for on 127.0.0.1 (3003)
`;

const DEVICES_MAX = 20_000;
const REPORT_MS = 10_000;
/** The server's name at its devices. */
const SERVER_ID = "dmwsi";

const DEVICES = { error: `--devices: 1 to ${DEVICES_MAX}` };
const POLL = { error: "--poll: 1 to 86400 seconds" };
const FAULT_RATE = { error: "--update-faults: NAME=RATE, each rate from 0 to 1, at most 1 all together" };
const WAKE_PORT = { error: "--wake-port: a port number" };

/** `NAME=RATE,NAME=RATE` */
function namesAndRates(text: unknown): readonly unknown[] {
  const pairs = typeof text === "string" ? text.split(",").filter((each) => each !== "") : [];
  return pairs.map((pair) => [pair.split("=")[0], pair.split("=")[1] ?? "none"]);
}

const Flags = z.object({
  server: z
    .url({ protocol: /^https?$/, error: "--server: an http or https URL, such as http://127.0.0.1:3001/dm" })
    .optional(),
  config: z.string().optional(),
  devices: z.coerce.number(DEVICES).int(DEVICES).min(1, DEVICES).max(DEVICES_MAX, DEVICES),
  profile: z.string().optional(),
  quirks: z
    .string()
    .default("")
    .transform((names) => names.split(",").filter((name) => name !== ""))
    .pipe(z.array(QuirkName)),
  user: DeviceUser.optional(),
  "update-faults": z.preprocess(
    namesAndRates,
    z
      .array(z.tuple([UpdateFault, z.coerce.number(FAULT_RATE).min(0, FAULT_RATE).max(1, FAULT_RATE)], FAULT_RATE))
      .refine((rates) => rates.reduce((sum, [, rate]) => sum + rate, 0) <= 1, FAULT_RATE),
  ),
  seed: z.string().min(1),
  polite: z.boolean(),
  poll: z.coerce.number(POLL).min(1, POLL).max(86_400, POLL),
  "wake-port": z.coerce.number(WAKE_PORT).int(WAKE_PORT).min(1, WAKE_PORT).max(65_535, WAKE_PORT),
});
type Flags = z.output<typeof Flags>;

const Config = z.object({
  apiUrl: z.url(),
  deviceUrl: z.url(),
  externalSystem: z.object({ clientId: z.string(), clientSecret: z.string() }),
});
type Config = z.output<typeof Config>;

/** Something that whoever ran the command can put right: printed without a stack. */
class Problem extends Error {}

try {
  await main();
} catch (error) {
  console.error(error instanceof Problem ? error.message : error);
  process.exit(1);
}

async function main(): Promise<void> {
  const flags = readFlags();
  if (!flags) {
    console.log(USAGE);
    return;
  }
  const config = flags.config === undefined ? null : readConfig(flags.config);
  const serverUrl = flags.server ?? config?.deviceUrl;
  if (serverUrl === undefined) throw new Problem(`Say --config or --server.\n\n${USAGE}`);
  const devices = makeDevices({
    count: flags.devices,
    seed: flags.seed,
    profiles: profilesOf(flags),
    serverId: SERVER_ID,
  });
  const fleet = await startFleet({
    serverUrl,
    devices,
    seed: flags.seed,
    polite: flags.polite,
    updateFaults: Object.fromEntries(flags["update-faults"]),
    wakePort: flags["wake-port"],
    pollSeconds: flags.poll,
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    throw new Problem(`Port ${flags["wake-port"]} is taken: choose another one with --wake-port.`);
  });
  const stopped = stopOnSignals();
  try {
    if (config) await register(config, devices, fleet);
    console.log(`${devices.length} devices call ${serverUrl}; Ctrl-C stops them.`);
    for (const device of devices) fleet.call(device.devId);
    await reportUntil(stopped, fleet);
  } finally {
    await fleet.stop();
  }
}

function readFlags(): Flags | null {
  const flag = (fallback?: string) => ({
    type: "string" as const,
    ...(fallback !== undefined && { default: fallback }),
  });
  const options = {
    server: flag(),
    config: flag(),
    devices: flag("10"),
    profile: flag(),
    quirks: flag(),
    user: flag(),
    "update-faults": flag(),
    seed: flag("1"),
    poll: flag("300"),
    "wake-port": flag("3003"),
    polite: { type: "boolean" as const, default: false },
    help: { type: "boolean" as const, default: false },
  };
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];
  try {
    values = parseArgs({ options }).values;
  } catch (error) {
    throw new Problem(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
  if (values.help) return null;
  const parsed = Flags.safeParse(values);
  if (!parsed.success) throw new Problem(`${parsed.error.issues.map((issue) => issue.message).join("\n")}\n\n${USAGE}`);
  return parsed.data;
}

function readConfig(file: string): Config {
  try {
    return Config.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : error;
    throw new Problem(`${file} cannot be used: ${why}\nIt is written by npm run quickstart.`);
  }
}

function profilesOf(flags: Flags): readonly Profile[] {
  return givenProfiles(flags).map((profile) => ({
    ...profile,
    quirks: new Set([...profile.quirks, ...flags.quirks]),
    user: flags.user ?? profile.user,
  }));
}

function givenProfiles(flags: Flags): readonly Profile[] {
  if (flags.profile === undefined) return (["phone", "router", "vehicle"] as const).map(builtInProfile);
  try {
    return [readProfile(flags.profile)];
  } catch (error) {
    throw new Problem(error instanceof Error ? error.message : `${error}`);
  }
}

async function register(config: Config, devices: readonly FleetDevice[], fleet: Fleet): Promise<void> {
  const registrations = devices.map((device) => registrationOf(device, fleet.wakeAddressOf(device.devId)));
  const registered = await registerDevices({ apiUrl: config.apiUrl, ...config.externalSystem }, registrations).catch(
    (error: Error) => {
      throw new Problem(error.message);
    },
  );
  const known = registered.known > 0 ? `; ${registered.known} were registered before` : "";
  console.log(`${registered.added} devices registered${known}.`);
}

/** Aborted by the first SIGINT or SIGTERM; a second one ends the process at once. */
function stopOnSignals(): AbortSignal {
  const stopping = new AbortController();
  const stop = (): void => {
    if (stopping.signal.aborted) process.exit(1);
    stopping.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return stopping.signal;
}

async function reportUntil(stopped: AbortSignal, fleet: Fleet): Promise<void> {
  while (!stopped.aborted) {
    await sleep(REPORT_MS, undefined, { signal: stopped }).catch(() => {});
    const now = fleet.statistics();
    const failed = now.sessionsRefused + now.sessionsUnreachable + now.sessionsFailed;
    console.log(
      `sessions ${now.sessionsCompleted} completed, ${failed} failed, ${now.sessionsDied} died; ` +
        `messages ${now.messages}, commands ${now.commandsRun}, reports ${now.reportsTaken}, wake-ups ${now.wakeUps}; ` +
        `downloads ${now.downloads}, installed ${now.installs}, failed updates ${now.updatesFailed}` +
        (failed > 0 && now.lastProblem ? `; last problem: ${now.lastProblem}` : ""),
    );
  }
}
