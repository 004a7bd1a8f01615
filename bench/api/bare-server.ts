import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { openPool } from "../../server/db/client";

/**
 * The line that POST /operations is held against: a bare node:http server that reads JSON and does one durable INSERT
 * for each request, alone. Argument: database URL. Prints its port.
 */
const [url = "", connections = "10"] = process.argv.slice(2);
const pool = openPool(url, "bare line", Number(connections));
const { sql } = pool;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = JSON.parse(Buffer.concat(chunks).toString("utf8")) as { readonly kind: string };
    const id = randomUUID();
    sql`insert into bare_operations (id, kind, body) values (${id}, ${body.kind}, ${JSON.stringify(body)}::text::jsonb)`.then(
      () => {
        const text = JSON.stringify({ id, ...body });
        response.writeHead(202, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) });
        response.end(text);
      },
      (error: unknown) => {
        console.error(error);
        response.writeHead(500, { "Content-Length": 0 }).end();
      },
    );
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(typeof address === "object" && address ? address.port : 0);
});
process.on("SIGTERM", () => {
  server.close();
  server.closeAllConnections();
  void pool.close();
});
