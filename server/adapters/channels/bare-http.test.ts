import { type AddressInfo, createServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { bareRequest } from "./bare-http";

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** Says these octets to whoever connects and asks, and no more. */
async function peer(says: string, ends: "waits" | "hangs up"): Promise<string> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      socket.write(says);
      if (ends === "hangs up") socket.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const upgrade = "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n";

describe("a request to a gateway ends with an error, whatever it answers, such as", () => {
  test.each([
    ["another protocol that nobody asked for", upgrade, "waits"],
    ["another protocol, and it hangs up", upgrade, "hangs up"],
    ["half of an answer", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", "hangs up"],
    ["what is no HTTP", "SSH-2.0-OpenSSH_9.6\r\n", "waits"],
    ["nothing", "", "hangs up"],
  ] as const)("%s", async (_what, says, ends) => {
    const request = bareRequest({ method: "GET", url: await peer(says, ends) });
    await expect(request).rejects.toBeInstanceOf(Error);
  });

  test("more than it may, and says so", async () => {
    const url = await peer(`HTTP/1.1 200 OK\r\n\r\n${"x".repeat(80_000)}`, "waits");
    await expect(bareRequest({ method: "GET", url })).rejects.toThrow("answer_too_large");
  });
});
