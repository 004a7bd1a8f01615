import { connect, type Socket } from "node:net";

/** One keep-alive HTTP/1.1 connection that posts bodies and reads answers with a Content-Length; nothing else. */
export interface RawConnection {
  /** `headers`: lines of further ones, each with its line end. */
  post(path: string, body: Buffer, headers?: string): Promise<Buffer>;
  close(): void;
}

const HEADER_END = Buffer.from("\r\n\r\n");
const ANSWER_TIMEOUT_MS = 20_000;

export async function openRawConnection(host: string, port: number, contentType: string): Promise<RawConnection> {
  const socket = await connected(host, port);
  let received = Buffer.alloc(0);
  let waiting: { resolve: (body: Buffer) => void; reject: (error: Error) => void } | null = null;
  const fail = (error: Error): void => {
    waiting?.reject(error);
    waiting = null;
  };
  socket.setNoDelay(true);
  socket.setTimeout(ANSWER_TIMEOUT_MS, () => socket.destroy(new Error("no answer in time")));
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("connection closed")));
  socket.on("data", (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const headerEnd = received.indexOf(HEADER_END);
    if (headerEnd < 0) return;
    const header = received.toString("latin1", 0, headerEnd);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(header)?.[1] ?? "0");
    if (received.length < headerEnd + 4 + length) return;
    const body = received.subarray(headerEnd + 4, headerEnd + 4 + length);
    received = received.subarray(headerEnd + 4 + length);
    const entry = waiting;
    waiting = null;
    if (header.startsWith("HTTP/1.1 2")) entry?.resolve(body);
    else entry?.reject(new Error(`answer ${header.slice(0, 40)} ${body.toString("utf8").slice(0, 80)}`));
  });
  return {
    post(path, body, headers = "") {
      const head = `POST ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\nContent-Type: ${contentType}\r\nContent-Length: ${body.length}\r\n${headers}\r\n`;
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.cork();
        socket.write(head, "latin1");
        socket.write(body);
        socket.uncork();
      });
    },
    close: () => socket.destroy(),
  };
}

function connected(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host, () => {
      socket.off("error", reject);
      resolve(socket);
    });
    socket.once("error", reject);
  });
}
