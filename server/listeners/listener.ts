import type { Server as HttpServer } from "node:http";
import type { Server as HttpsServer } from "node:https";
import { StartProblem } from "../start-problem";

type Server = HttpServer | HttpsServer;

/** A port that is open. */
export interface Listener {
  readonly port: number;
  /** Takes no more connections, lets answers under way finish for `graceMs`, then cuts what is left. */
  close(graceMs: number): Promise<void>;
}

/**
 * Opens a port. `setting` names the variable that moves it, for whoever finds it taken. Port 0 opens any free one.
 *
 * Throws StartProblem when the port is taken or may not be opened.
 */
export async function openPort(server: Server, host: string, port: number, setting: string): Promise<Listener> {
  await new Promise<void>((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException) => reject(problemOf(error, host, port, setting));
    server.once("error", refuse);
    server.listen({ host, port, backlog: 4_096 }, () => {
      server.removeListener("error", refuse);
      resolve();
    });
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    close: (graceMs) => closePort(server, graceMs),
  };
}

function problemOf(error: NodeJS.ErrnoException, host: string, port: number, setting: string): Error {
  if (error.code === "EADDRINUSE") {
    return new StartProblem(`Port ${port} is taken: stop what uses it, or set ${setting} to another port.`);
  }
  if (error.code === "EACCES") {
    return new StartProblem(`Port ${port} may not be opened by this account: set ${setting} to one above 1023.`);
  }
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND") {
    return new StartProblem(`HOST ${host} is no address of this machine: set HOST to one of its addresses.`);
  }
  return error;
}

function closePort(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
