import type { IncomingMessage } from "node:http";
import { type UploadBody, UploadError } from "../../services/contents";

/** A sender that says nothing for so long is gone. */
const IDLE_MS = 60_000;

/**
 * The octets of a request, piece by piece at the speed of their reader. A reader that stops early leaves the connection
 * open, so that it can still be answered.
 */
export function uploadBodyOf(request: IncomingMessage): UploadBody {
  const announced = request.headers["content-length"];
  const cut = (error: Error) => void request.destroy(error);
  return { octets: octetsOf(request, cut), length: announced === undefined ? null : Number(announced), cut };
}

async function* octetsOf(request: IncomingMessage, cut: (error: Error) => void): AsyncGenerator<Uint8Array> {
  const silent = () => cut(new UploadError("CUT", `Nothing came for ${IDLE_MS / 1_000} s.`));
  let idle = setTimeout(silent, IDLE_MS);
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      clearTimeout(idle);
      yield chunk;
      idle = setTimeout(silent, IDLE_MS);
    }
  } catch (error) {
    if (error instanceof Error && error.name === "UploadError") throw error;
    throw new UploadError("CUT", "The sender went away.");
  } finally {
    clearTimeout(idle);
  }
}
