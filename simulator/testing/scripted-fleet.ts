import { type FleetOptions, startFleet } from "../fleet";
import type { Account, FleetDevice } from "../fleet-device";
import type { Unnumbered } from "../package-one";
import { builtInProfile } from "../profile";
import { type Script, type ScriptedServer, scriptedServer } from "./scripted-server";

export const CLIENT: Account = { scheme: "md5", name: "line-7781", secret: "Tr4il-m1x" };
export const SERVER: Account = { scheme: "md5", name: "carrier-dm", secret: "s3rv-9931" };

export function deviceOf(over: Partial<FleetDevice> = {}): FleetDevice {
  return {
    devId: "IMEI:350000000000001",
    encoding: "wbxml",
    profile: builtInProfile("phone"),
    client: CLIENT,
    server: SERVER,
    ...over,
  };
}

const open: { close(): Promise<void> }[] = [];

/** Has something closed by `closeAll`, before what was opened earlier. */
export function opened(what: { close(): Promise<void> }): void {
  open.push(what);
}

/** After each test. */
export async function closeAll(): Promise<void> {
  for (const each of open.splice(0).reverse()) await each.close();
}

/** A device and the server of the test that it calls. */
export async function scriptedFleet(
  device: FleetDevice,
  script: Script,
  options: Partial<FleetOptions> = {},
  server: Parameters<typeof scriptedServer>[2] = {},
) {
  const dm = await scriptedServer(device, script, server);
  opened(dm);
  const fleet = await startFleet({ serverUrl: dm.url, devices: [device], seed: "1", polite: true, ...options });
  opened({ close: () => fleet.stop() });
  return { dm, fleet };
}

export async function until(what: string, isSo: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error(`It did not come to this: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export const get = (locUri: string): Unnumbered => ({ name: "Get", items: [{ target: { locUri } }] });
export const replace = (locUri: string, data: string): Unnumbered => ({
  name: "Replace",
  items: [{ target: { locUri }, meta: { format: "chr" }, data }],
});
export const exec = (locUri: string, correlator: string): Unnumbered => ({
  name: "Exec",
  correlator,
  items: [{ target: { locUri } }],
});

/** Generic Alerts of the device, in order. */
export function alertsOf(dm: ScriptedServer) {
  return dm.seen.flatMap(({ session, message }) =>
    message.commands.flatMap((command, at) =>
      command.name === "Alert" && command.data === "1226" ? [{ session, at, command, message }] : [],
    ),
  );
}
