import { createSocket } from "node:dgram";
import { join } from "node:path";
import { openCutWire } from "./cut-wire";
import { startKannel } from "./kannel-lab";
import { type InsideWord, PUSH_SOCKET, SMSC_SOCKET } from "./push-gateway-lab";

/**
 * What `push-gateway-lab.ts` runs in a network namespace: Kannel with its push gateway, a device that listens for pushes,
 * and the wires out. Ends when its input does.
 */
const PUSH_PORT = 2_948;

function say(word: InsideWord): void {
  process.stdout.write(`${JSON.stringify(word)}\n`);
}

async function main(folder: string): Promise<void> {
  const toSmsc = await openCutWire({ path: join(folder, SMSC_SOCKET) });
  const device = createSocket("udp4", (octets) => say({ datagram: octets.toString("hex") }));
  await new Promise<void>((resolve) => device.bind(PUSH_PORT, "127.0.0.1", resolve));
  const kannel = await startKannel(toSmsc.port, { hasPushGateway: true });
  const toGateway = await openCutWire(new URL(kannel.pushUrl ?? ""), { path: join(folder, PUSH_SOCKET) });
  say({ ready: true });
  process.stdin.resume();
  await new Promise((resolve) => process.stdin.once("close", resolve));
  await toGateway.close();
  await kannel.close();
  device.close();
  await toSmsc.close();
}

await main(process.argv[2] ?? "");
