import { createServer } from "node:http";
import { openPort } from "./listeners";

/**
 * Opens and closes each port, so that a taken one is told before the database is started.
 *
 * Throws StartProblem.
 */
export async function checkPorts(
  ports: readonly { readonly host: string; readonly port: number; readonly setting: string }[],
): Promise<void> {
  for (const { host, port, setting } of ports) {
    const listener = await openPort(createServer(), host, port, setting);
    await listener.close(0);
  }
}
