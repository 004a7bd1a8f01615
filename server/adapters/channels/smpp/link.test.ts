import { Duplex } from "node:stream";
import smpp from "smpp";
import { expect, test } from "vitest";
import { SMPP, writePdu } from "../../../testing/smpp-octets";
import { SmppLink } from "./link";

/** A peer that sends and never reads: nothing that is written to it is ever done. */
class DeafPeer extends Duplex {
  override _read(): void {}
  override _write(): void {}
}

test("a peer that asks and asks and never reads an answer is left before the answers take much memory", {
  timeout: 30_000,
}, async () => {
  const peer = new DeafPeer();
  const link = new SmppLink(new smpp.Session({ socket: peer }), {
    ...{ responseMs: 60_000, enquireMs: 60_000 },
    onDelivery: async () => true,
  });
  const question = writePdu({ command: SMPP.enquireLink, status: 0, sequence: 1, body: Buffer.alloc(0) });
  peer.push(Buffer.concat(Array.from({ length: 30_000 }, () => question)));
  expect(await link.closed).toBe("peer_does_not_read");
  expect(peer.writableLength).toBeLessThan(300_000);
});
