import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { HearReceipt, Receipt } from "../channel";
import { KEEPING_MS_MAX, keepReceipt } from "../keep-receipt";

export interface ReceiptListenerSettings {
  readonly host: string;
  readonly port: number;
  /** How the gateway reaches it, without a slash at the end. */
  readonly publicUrl: string;
}

export interface ReceiptListener {
  /** What to give to the gateway for one of the parts of a message; it puts the outcome in place of `%d`. */
  urlFor(id: string, part: number, parts: number): string;
  close(): Promise<void>;
}

const PATH_PREFIX = "/sms-receipts/";
const URL_CHARACTERS_MAX = 2_048;
const HEADER_OCTETS_MAX = 8_192;
const REQUEST_TIMEOUT_MS = 5_000;
const CONNECTIONS_MAX = 50;

/** The only success for Kannel beside 202: what is answered with 204 comes again as often as it is set up to repeat. */
const KEPT = 200;
const NOT_OURS = 400;
const NOT_FOUND = 404;
const COME_AGAIN = 503;

/** Bits of a receipt's type. Source: Kannel User's Guide 1.4.5 and its `dlr.h`. */
const DELIVERED = 0x01;
const FAILED = 0x02;
const REFUSED_BY_CENTRE = 0x10;
const EXPIRED = 0x22;
const UNKNOWN = 0x42;

/** The reference under which the receipt of a part comes. */
export function partReference(id: string, part: number): string {
  return `${Buffer.from(id, "utf8").toString("base64url")}.${part}`;
}

/**
 * Listens for what the gateway tells of messages. The path holds a word made of `secret`, the gateway's password, so that
 * only it can tell anything, also after a restart. Answers that all is well when a receipt is kept, and not before: the
 * gateway forgets it then. Rejects when the port is taken.
 */
export async function listenForReceipts(
  settings: ReceiptListenerSettings,
  secret: string,
  hear: HearReceipt,
  keepingMsMax = KEEPING_MS_MAX,
): Promise<ReceiptListener> {
  const word = createHmac("sha256", secret).update("dmwsi sms receipts").digest("base64url");
  const prefix = `${PATH_PREFIX}${word}/`;
  const server = createServer(
    { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS, maxHeaderSize: HEADER_OCTETS_MAX },
    (request, response) => {
      const path = request.url ?? "";
      const isGateway = path.length <= URL_CHARACTERS_MAX && startsWith(path, prefix);
      const receipt = isGateway ? readReceipt(path.slice(prefix.length)) : null;
      const answer = (status: number): unknown => response.writeHead(status, { "content-length": 0 }).end();
      request.resume();
      if (!receipt) answer(isGateway ? NOT_OURS : NOT_FOUND);
      else if (receipt === "not_final") answer(KEPT);
      else void keepReceipt(hear, receipt, keepingMsMax).then((isKept) => answer(isKept ? KEPT : COME_AGAIN));
    },
  );
  server.maxConnections = CONNECTIONS_MAX;
  await listen(server, settings);
  return {
    urlFor: (id, part, parts) => `${settings.publicUrl}${prefix}${partReference(id, part)}?parts=${parts}&type=%d`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function startsWith(path: string, prefix: string): boolean {
  const start = Buffer.alloc(prefix.length);
  start.write(path, "latin1");
  return timingSafeEqual(start, Buffer.from(prefix, "latin1"));
}

/** By earlier versions a gateway was not told how many parts there are. */
const RECEIPT = /^([\w-]{1,512})\.(\d{1,3})\?(?:parts=(\d{1,3})&)?type=(\d{1,3})$/;

/** null: it is none of ours. */
function readReceipt(rest: string): Receipt | "not_final" | null {
  const [, encoded = "", part, parts, typeText = ""] = RECEIPT.exec(rest) ?? [];
  const id = Buffer.from(encoded, "base64url").toString("utf8");
  if (part === undefined || id === "") return null;
  const state = stateOf(Number(typeText));
  if (!state) return "not_final";
  const refs = [`${encoded}.${part}`];
  return { id, part: Number(part), parts: parts === undefined ? null : Number(parts), refs, state, code: typeText };
}

function stateOf(type: number): Receipt["state"] | null {
  if (type === EXPIRED) return "expired";
  if (type === UNKNOWN) return "unknown";
  if ((type & (FAILED | REFUSED_BY_CENTRE)) !== 0) return "failed";
  return (type & DELIVERED) === 0 ? null : "delivered";
}

function listen(server: Server, { host, port }: ReceiptListenerSettings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
