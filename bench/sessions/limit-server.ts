import cluster from "node:cluster";
import { createServer } from "node:http";
import { openPool } from "../../server/db/client";
import { createLanes } from "../../server/services/lanes";
import { createMicroBatcher } from "../../server/services/micro-batcher";

/**
 * The limit line: a bare node:http server that does one read and one durable write per message and nothing else, either
 * micro-batched as the real path is, or each message alone. Arguments: database URL, "batched" or "unbatched", and in how
 * many processes on one port. Prints its port on stdout.
 */
const [url = "", form = "batched", processes = "1"] = process.argv.slice(2);
if (cluster.isPrimary && Number(processes) > 1) startProcesses(Number(processes));
else serve();

function startProcesses(count: number): void {
  let listening = 0;
  cluster.on("listening", (_worker, { port }) => {
    listening += 1;
    if (listening === count) console.log(port);
  });
  for (let started = 0; started < count; started += 1) cluster.fork();
  process.on("SIGTERM", () => cluster.disconnect(() => process.exit(0)));
}

function serve(): void {
  const pool = openPool(url, "limit line", form === "batched" ? 4 : 16);
  const { sql } = pool;
  const ANSWER = Buffer.alloc(600, 0x41);

  interface Message {
    readonly deviceId: string;
    readonly body: Buffer;
  }

  async function read(ids: readonly string[]): Promise<readonly unknown[]> {
    return sql`select device_id, version, nonce from limit_devices where device_id = any (${ids as string[]}::text[])`;
  }

  async function write(messages: readonly Message[]): Promise<void> {
    const bodies = messages.map((message) => `\\x${message.body.toString("hex")}`);
    await sql`
    insert into limit_messages (device_id, body)
    select * from unnest(${messages.map((message) => message.deviceId)}::text[], ${bodies}::text[]::bytea[])`;
  }

  const retryable = (): boolean => false;
  const reads = createMicroBatcher<string, boolean>({
    lanes: createLanes(2),
    sizeMax: 64,
    withinMs: 10_000,
    keyOf: (id) => id,
    retryable,
    run: async (ids) => {
      await read(ids);
      return ids.map(() => true);
    },
  });
  const writes = createMicroBatcher<Message, boolean>({
    lanes: createLanes(2),
    sizeMax: 64,
    withinMs: 10_000,
    keyOf: (message) => message.deviceId,
    retryable,
    run: async (messages) => {
      await write(messages);
      return messages.map(() => true);
    },
  });

  async function answer(message: Message): Promise<void> {
    if (form === "batched") {
      await reads.submit(message.deviceId);
      await writes.submit(message);
    } else {
      await read([message.deviceId]);
      await write([message]);
    }
  }

  const DEV_ID = /IMEI:\d{15}/;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const request = Buffer.concat(chunks);
      const deviceId = DEV_ID.exec(request.toString("latin1"))?.[0] ?? "";
      answer({ deviceId, body: Buffer.concat([request, ANSWER]) }).then(
        () => {
          response.writeHead(200, { "Content-Length": ANSWER.length });
          response.end(ANSWER);
        },
        () => response.writeHead(500).end(),
      );
    });
  });
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    if (cluster.isPrimary) console.log(typeof address === "object" && address ? address.port : 0);
  });
  const stop = () => {
    server.close();
    server.closeAllConnections();
    void pool.close();
  };
  process.on("SIGTERM", stop);
  process.on("disconnect", stop);
}
