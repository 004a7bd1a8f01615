import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { HttpExchange } from "../http-exchange";
import type { FleetStatistics } from "../statistics";
import { DESCRIPTOR_OCTETS_MAX, DESCRIPTOR_TYPE, type DownloadDescriptor, readDescriptor } from "./download-descriptor";
import type { UpdateFailure } from "./failures";
import { type HeldPackage, PackageSink } from "./package-sink";

/** Pauses before a download goes on that was broken off, or that the server had no time for: each twice the one before. */
const PAUSE_MS_FIRST = 100;
const PAUSE_MS_MAX = 2_000;
/** What a server may ask for by Retry-After. */
const ASKED_PAUSE_MS_MAX = 5_000;
/** Broken connections after which a device gives up that loses each. */
const CUTS_MAX = 3;
const DOWNLOAD_MS_MAX = 900_000;

export interface DownloadOrder {
  /** Of a descriptor or of the package. */
  readonly url: string;
  /** What the device has room for. */
  readonly roomOctets: number;
  /** It gives up when nothing has come for so long. Milliseconds. */
  readonly patienceMs: number;
}

/** What a download is to go through by the will of its device's fault. */
export interface DownloadMishap {
  /** The connection breaks at this share of the package, from 0 to 1; null: it does not. */
  readonly cutAt: number | null;
  /** It does so in every try, or once; `reboot`: once, and the device restarts before it goes on. */
  readonly cuts: "always" | "once" | "reboot";
  readonly seesWrongDigest: boolean;
}

export interface DownloadSurroundings {
  readonly http: HttpExchange;
  readonly statistics: FleetStatistics;
  readonly stopped: AbortSignal;
  readonly restart: () => Promise<void>;
}

export interface DownloadEnd {
  /** null: it failed. */
  readonly held: HeldPackage | null;
  readonly failure: UpdateFailure | null;
  /** Where the status of the download is to be reported; null: nowhere. */
  readonly installNotifyUri: string | null;
}

/**
 * Downloads a package over HTTP [OMA Download 1.0, and FUMO's alternate download]: by a descriptor or by its bare URL,
 * told apart by the media type of the answer. What is broken off goes on by Range where the server lets it. Size and
 * digest are compared with what the descriptor or the strong ETag says. Throws AbortError when the fleet is stopped.
 */
export async function downloadPackage(
  around: DownloadSurroundings,
  order: DownloadOrder,
  mishap: DownloadMishap,
): Promise<DownloadEnd> {
  const download = new PackageDownload(around, order, mishap);
  const failure = await download.run();
  return {
    held: failure === null ? download.held : null,
    failure,
    installNotifyUri: download.descriptor?.installNotifyUri ?? null,
  };
}

/** `again`: it may be tried once more, and this is what it failed for when it may not. */
type TryEnd =
  | "done"
  | "descriptor"
  | { readonly failed: UpdateFailure }
  | { readonly again: UpdateFailure; readonly pauseMs?: number };

class PackageDownload {
  held: HeldPackage | null = null;
  descriptor: DownloadDescriptor | null = null;
  readonly #sink = new PackageSink();
  #url: string;
  #etag: string | null = null;
  #cuts = 0;

  constructor(
    private readonly around: DownloadSurroundings,
    private readonly order: DownloadOrder,
    private readonly mishap: DownloadMishap,
  ) {
    this.#url = order.url;
  }

  async run(): Promise<UpdateFailure | null> {
    const end = Date.now() + DOWNLOAD_MS_MAX;
    this.around.statistics.downloads += 1;
    let heardAt = Date.now();
    let pauseMs = PAUSE_MS_FIRST;
    while (Date.now() < end) {
      const before = this.#sink.octets;
      const came = await this.#try();
      if (came === "done") return this.#check();
      if (came === "descriptor") continue;
      if ("failed" in came) return came.failed;
      if (this.#sink.octets !== before) [heardAt, pauseMs] = [Date.now(), PAUSE_MS_FIRST];
      if (Date.now() - heardAt >= this.order.patienceMs) return came.again;
      await this.#pause(pauseMs, came.pauseMs);
      pauseMs = Math.min(pauseMs * 2, PAUSE_MS_MAX);
    }
    return "timeOut";
  }

  async #pause(ms: number, askedMs = 0): Promise<void> {
    const signal = this.around.stopped;
    await sleep(Math.max(ms, Math.min(askedMs, ASKED_PAUSE_MS_MAX)), undefined, { signal });
  }

  async #try(): Promise<TryEnd> {
    if (!/^https?:\/\//i.test(this.#url) || !URL.canParse(this.#url)) return { failed: "badUrl" };
    this.around.stopped.throwIfAborted();
    const from = this.#sink.octets;
    const range = from > 0 ? { range: `bytes=${from}-`, ...(this.#etag !== null && { "if-range": this.#etag }) } : {};
    const response = await this.around.http.get(this.#url, range).catch((error: Error) => error);
    if (response instanceof Error) return { again: isTimeOut(response) ? "timeOut" : "unavailable" };
    const refusal = refusalOf(response);
    if (refusal) {
      response.resume();
      return refusal;
    }
    if (this.descriptor === null && from === 0 && mediaTypeOf(response) === DESCRIPTOR_TYPE) {
      return this.#readDescriptor(response);
    }
    return this.#readPackage(response, from);
  }

  async #readDescriptor(response: IncomingMessage): Promise<TryEnd> {
    const octets = await readAtMost(response, DESCRIPTOR_OCTETS_MAX).catch((error: Error) => error);
    if (octets instanceof Error) return { again: "network" };
    this.descriptor = octets && readDescriptor(octets);
    if (!this.descriptor) return { failed: "badDescriptor" };
    if (this.descriptor.size > this.order.roomOctets) return { failed: "noMemoryForDownload" };
    this.#url = this.descriptor.objectUri;
    return "descriptor";
  }

  async #readPackage(response: IncomingMessage, from: number): Promise<TryEnd> {
    if (from > 0 && response.statusCode === 200) this.#sink.restart();
    if (response.statusCode === 206) {
      const [, first] = /^bytes (\d+)-/.exec(response.headers["content-range"] ?? "") ?? [];
      if (Number(first) !== from) {
        response.destroy();
        return { failed: "serverError" };
      }
      this.around.statistics.downloadsResumed += 1;
    }
    this.#etag = strongEtag(response) ?? this.#etag;
    const size = this.descriptor?.size ?? this.#sink.octets + (Number(response.headers["content-length"]) || 0);
    try {
      return await this.#take(response, size);
    } catch (error) {
      this.around.stopped.throwIfAborted();
      return { again: error instanceof Error && isTimeOut(error) ? "timeOut" : "network" };
    }
  }

  async #take(response: IncomingMessage, size: number): Promise<TryEnd> {
    const cut = this.#cutAt(size);
    for await (const piece of response as AsyncIterable<Buffer>) {
      this.around.stopped.throwIfAborted();
      const room = (cut ?? Number.POSITIVE_INFINITY) - this.#sink.octets;
      this.#receive(piece.subarray(0, Math.max(room, 0)));
      if (this.#sink.octets > this.order.roomOctets) return { failed: "noMemoryForDownload" };
      if (piece.length < room) continue;
      this.#cuts += 1;
      response.destroy();
      if (this.#cuts >= CUTS_MAX) return { failed: "network" };
      if (this.mishap.cuts === "reboot") await this.around.restart();
      return { again: "network" };
    }
    return "done";
  }

  #receive(piece: Uint8Array): void {
    this.#sink.take(piece);
    this.around.statistics.octetsDownloaded += piece.length;
  }

  /** The octet at which the connection breaks; null: it holds. */
  #cutAt(size: number): number | null {
    const { cutAt, cuts } = this.mishap;
    return cutAt === null || (this.#cuts > 0 && cuts !== "always") ? null : Math.floor(size * cutAt);
  }

  #check(): UpdateFailure | null {
    this.held = this.#sink.finish();
    const { size, sha256 } = this.descriptor ?? {};
    const digest = sha256 ?? digestOf(this.#etag);
    const isRight =
      (size ?? this.held.octets) === this.held.octets && (digest ?? this.held.sha256) === this.held.sha256;
    return isRight && !this.mishap.seesWrongDigest ? null : "corrupt";
  }
}

/** Why an answer brings nothing; null: it does. */
function refusalOf(response: IncomingMessage): TryEnd | null {
  const status = response.statusCode ?? 0;
  if (status === 200 || status === 206) return null;
  if (status === 401 || status === 403) return { failed: "noCredentials" };
  if (status === 429 || status === 503) {
    const seconds = Number(response.headers["retry-after"]);
    return { again: "unavailable", ...(seconds > 0 && { pauseMs: seconds * 1_000 }) };
  }
  return status >= 500 ? { again: "serverError" } : { failed: "badUrl" };
}

function mediaTypeOf(response: IncomingMessage): string {
  return (response.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

/** What If-Range may carry [RFC 9110, 13.1.5]. */
function strongEtag({ headers: { etag } }: IncomingMessage): string | null {
  return etag?.startsWith('"') ? etag : null;
}

/** A strong ETag that is a SHA-256 in hexadecimal is taken for that of the package. */
function digestOf(etag: string | null): string | null {
  return /^"(?:sha-?256[-:=])?([0-9a-f]{64})"$/i.exec(etag ?? "")?.[1]?.toLowerCase() ?? null;
}

function isTimeOut(error: Error): boolean {
  return error.message.startsWith("No answer from");
}

/** null: there is more. */
async function readAtMost(response: IncomingMessage, octetsMax: number): Promise<Uint8Array | null> {
  const pieces: Buffer[] = [];
  let octets = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    octets += piece.length;
    if (octets > octetsMax) {
      response.destroy();
      return null;
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
