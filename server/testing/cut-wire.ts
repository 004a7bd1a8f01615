import net from "node:net";

/** Carries octets from a place of its own to a server until it is cut; what connects afterwards is carried again. */
export interface CutWire {
  /** 0 where it begins in the file system. */
  readonly port: number;
  /** Breaks every connection at once. */
  cut(): void;
  close(): Promise<void>;
}

/** A port of this machine, or a socket in its file system, where it is found from every network namespace. */
type Place = { readonly port: number } | { readonly path: string };

const ANY_PORT: Place = { port: 0 };

/** `target`: an address with host name and port, such as a database's, or a place of this machine. */
export async function openCutWire(target: URL | Place, near: Place = ANY_PORT): Promise<CutWire> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((inner) => {
    const outer = net.connect(farEnd(target));
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
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen("path" in near ? near : { ...near, host: "127.0.0.1" }, resolve);
  });
  const address = server.address();
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: typeof address === "object" && address ? address.port : 0,
    cut,
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function farEnd(target: URL | Place): net.NetConnectOpts {
  if (target instanceof URL) return { port: Number(target.port), host: target.hostname };
  return "path" in target ? target : { ...target, host: "127.0.0.1" };
}

/** The same database at the near end of a wire. */
export function throughWire(databaseUrl: string, wire: CutWire): string {
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String(wire.port);
  return url.toString();
}
