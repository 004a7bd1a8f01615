import net from "node:net";

/** Carries octets from a port of its own to a server until it is cut; what connects afterwards is carried again. */
export interface CutWire {
  readonly port: number;
  /** Breaks every connection at once. */
  cut(): void;
  close(): Promise<void>;
}

/** `target`: an address with host name and port, such as a database's. */
export async function openCutWire(target: URL): Promise<CutWire> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((inner) => {
    const outer = net.connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      sockets.add(one);
      one.on("error", () => {});
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("The wire has no port.");
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: address.port,
    cut,
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** The same database at the near end of a wire. */
export function throughWire(databaseUrl: string, wire: CutWire): string {
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String(wire.port);
  return url.toString();
}
