/** Octets of one request: what is lost at most when the network goes, and how often progress is told. */
const PIECE_OCTETS = 4_194_304;
/** Between tries that go wrong in a row; after the last one it is the person's turn. */
const RETRY_MS = [500, 2_000, 5_000, 15_000, 30_000, 60_000];
/** The upload is not there, is over, or takes no more: trying again changes nothing. */
const FINAL_STATUSES = [404, 410, 413];
const VERSION = { "Tus-Resumable": "1.0.0" };

/** The server will not take this upload's octets any more. */
export class UploadRefused extends Error {
  override readonly name = "UploadRefused";
}

export interface Sending {
  readonly file: Blob;
  /** Of the upload, on our own origin. The address is its permission. */
  readonly url: string;
  readonly signal: AbortSignal;
  /** Octets that are safe at the server. */
  onSent(octets: number): void;
  /** A try went wrong; another follows by itself. */
  onStalled(): void;
}

/**
 * Sends a file from where the server has it to its end [tus 1.0.0], straight to the public API. Goes on by itself after
 * cuts. Throws UploadRefused, the signal's reason, or what the last of several tries in a row failed by.
 */
export async function sendOctets({ file, url, signal, onSent, onStalled }: Sending): Promise<void> {
  let offset: number | null = null;
  let failures = 0;
  while (offset === null || offset < file.size) {
    try {
      const before: number | null = offset;
      offset = before === null ? await readOffset(url, signal) : await sendPiece(file, url, before, signal);
      if (before !== null && offset <= before) throw new Error("The server took none of the octets.");
      if (before !== null) failures = 0;
      onSent(offset);
    } catch (error) {
      const wait = RETRY_MS[failures];
      if (signal.aborted || error instanceof UploadRefused || wait === undefined) throw error;
      onStalled();
      failures += 1;
      offset = null;
      await pause(wait, signal);
    }
  }
}

async function readOffset(url: string, signal: AbortSignal): Promise<number> {
  const answer = await fetch(url, { method: "HEAD", headers: VERSION, signal, cache: "no-store" });
  return offsetOf(answer);
}

async function sendPiece(file: Blob, url: string, offset: number, signal: AbortSignal): Promise<number> {
  const answer = await fetch(url, {
    method: "PATCH",
    headers: { ...VERSION, "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" },
    body: file.slice(offset, offset + PIECE_OCTETS),
    signal,
  });
  return offsetOf(answer);
}

function offsetOf(answer: Response): number {
  if (FINAL_STATUSES.includes(answer.status)) throw new UploadRefused(`The server answered ${answer.status}.`);
  const offset = answer.ok ? Number(answer.headers.get("upload-offset") ?? Number.NaN) : Number.NaN;
  if (!Number.isSafeInteger(offset)) throw new Error(`The server answered ${answer.status}.`);
  return offset;
}

/** Ends early when the browser is on the network again. Throws the signal's reason. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const over = () => {
      clearTimeout(timer);
      globalThis.removeEventListener?.("online", over);
      signal.removeEventListener("abort", over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    globalThis.addEventListener?.("online", over);
    signal.addEventListener("abort", over);
  });
  signal.throwIfAborted();
}
