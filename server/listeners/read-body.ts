import type { IncomingMessage } from "node:http";

export type Body =
  | { readonly kind: "whole"; readonly octets: Buffer }
  | { readonly kind: "too_large" }
  /** The client went away before the end: nobody is there to be answered. */
  | { readonly kind: "cut" };

/** Reads a body of at most `octetsMax`. What is beyond that stays unread. */
export function readBody(request: IncomingMessage, octetsMax: number): Promise<Body> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let isSettled = false;
    const settle = (body: Body) => {
      if (isSettled) return;
      isSettled = true;
      resolve(body);
    };
    const take = (chunk: Buffer) => {
      length += chunk.length;
      if (length <= octetsMax) chunks.push(chunk);
      else {
        request.removeListener("data", take);
        request.pause();
        settle({ kind: "too_large" });
      }
    };
    const isCut = () => settle({ kind: "cut" });
    request.on("data", take);
    request.on("end", () => {
      const [only] = chunks;
      settle({ kind: "whole", octets: chunks.length === 1 && only ? only : Buffer.concat(chunks, length) });
    });
    request.on("error", isCut);
    request.on("close", isCut);
  });
}

/** Whoever was refused and goes on for longer is cut off. */
const DISCARDED_MS_MAX = 5_000;

/**
 * Reads on and forgets, up to `octetsMax` and for five seconds. A socket that is closed with octets unread is reset, and the client would
 * never see why it was refused.
 */
export function discardBody(request: IncomingMessage, octetsMax: number): Promise<void> {
  return new Promise((resolve) => {
    let length = 0;
    const stop = () => {
      clearTimeout(timer);
      request.removeListener("data", count);
      request.pause();
      resolve();
    };
    const count = (chunk: Buffer) => {
      length += chunk.length;
      if (length > octetsMax) stop();
    };
    if (request.complete || request.destroyed) return resolve();
    const timer = setTimeout(stop, DISCARDED_MS_MAX);
    request.on("data", count);
    request.once("end", stop);
    request.once("error", stop);
    request.once("close", stop);
    request.resume();
  });
}
