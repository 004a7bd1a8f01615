import { createSocket, type Socket } from "node:dgram";
import { afterEach, describe, expect, test, vi } from "vitest";
import { readWspPush } from "../../../simulator/push-reader";
import { bootstrapMessage, package0Message } from "../../testing/test-pushes";
import { udpChannel } from "./udp";

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function device(
  family: "udp4" | "udp6",
  host: string,
): Promise<{ port: number; datagrams: Buffer[]; from: number[] }> {
  const datagrams: Buffer[] = [];
  const from: number[] = [];
  const socket: Socket = createSocket(family);
  socket.on("message", (octets, { port }) => {
    datagrams.push(octets);
    from.push(port);
  });
  await new Promise<void>((resolve) => socket.bind(0, host, resolve));
  open.push(() => socket.close());
  return { port: socket.address().port, datagrams, from };
}

function channel(sourcePort: number) {
  const opened = udpChannel({ sourcePort });
  open.push(() => opened.close());
  return opened;
}

describe("pushes as datagrams", () => {
  test.each([
    ["udp4", "127.0.0.1", "127.0.0.1"],
    ["udp6", "::1", "[::1]"],
  ] as const)("one each, bit-exact, over %s", async (family, host, shown) => {
    const { port, datagrams } = await device(family, host);
    const udp = channel(0);
    for (const message of [package0Message(`${shown}:${port}`), bootstrapMessage(`${shown}:${port}`, 500)]) {
      expect(await udp.send(message)).toEqual({ state: "accepted", refs: [] });
      await vi.waitFor(() => expect(datagrams).toHaveLength(1));
      const push = readWspPush(datagrams.pop() ?? Buffer.alloc(0));
      expect(Buffer.from(push.body)).toEqual(Buffer.from(message.push.body));
      expect(push.contentType).toBe(message.push.contentType);
    }
  });

  test("from the wanted port when it is free, else from any", async () => {
    const { port, datagrams, from } = await device("udp4", "127.0.0.1");
    const taken = await device("udp4", "0.0.0.0");
    await channel(taken.port).send(package0Message(`127.0.0.1:${port}`));
    await vi.waitFor(() => expect(datagrams).toHaveLength(1));
    expect(from[0]).not.toBe(taken.port);
    const free = (await device("udp4", "127.0.0.1")).port + 1;
    await channel(free).send(package0Message(`127.0.0.1:${port}`));
    await vi.waitFor(() => expect(datagrams).toHaveLength(2));
  });

  test("what one datagram cannot hold is rejected", async () => {
    expect(await channel(0).send(bootstrapMessage("127.0.0.1:9", 1_200))).toMatchObject({
      state: "rejected",
      code: "too_large",
    });
  });

  test.each([
    "device.example",
    "127.0.0.1:0",
    "127.0.0.1:70000",
    "::1",
    "224.0.0.1",
    "255.255.255.255",
    "0.0.0.0",
    "[ff02::1]",
    "[::]",
    "",
  ])("an address that is none of one device is rejected: %s", async (to) => {
    expect(await channel(0).send(package0Message(to))).toMatchObject({ state: "rejected", code: "bad_address" });
  });
});
