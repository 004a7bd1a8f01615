import { createReadStream } from "node:fs";
import { createServer } from "node:http";

/** The line that downloads are held against: a bare node:http server that streams one file. Argument: the file. Prints its port. */
const [file = ""] = process.argv.slice(2);
const server = createServer((_request, response) => {
  createReadStream(file).pipe(response);
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(typeof address === "object" && address ? address.port : 0);
});
process.on("SIGTERM", () => {
  server.close();
  server.closeAllConnections();
});
