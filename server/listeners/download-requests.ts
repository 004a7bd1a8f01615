import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Log } from "../log";
import type { Metrics } from "../metrics";
import { byteRange, DESCRIPTOR_TYPE, type Download, type Downloads, fileNameOf } from "../services/downloads";
import type { DeviceBounds } from "./device-bounds";
import { DownloadSlots } from "./download-slots";
import { TransferMeter } from "./transfer-meter";

export interface DownloadRequestOptions {
  readonly downloads: Downloads;
  readonly bounds: Pick<DeviceBounds, "downloadsUnderWayMax" | "downloadsPerGrantMax" | "retryAfterSeconds">;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Whether an error means that the database cannot be reached just now. */
  isTemporary(error: unknown): boolean;
}

/** What is asked of a download; null: the path is none of a download. */
interface DownloadPath {
  readonly token: string;
  readonly part: "octets" | "descriptor" | "notify";
}

/** An answer that is no octets of a content. `bound`: it is refused, and counted so. */
export interface PlainAnswer {
  readonly status: number;
  readonly contentType?: string;
  readonly octets?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly bound?: string;
}

const PATH = /^\/dl\/([^/]+)(?:\/(descriptor|notify))?$/;
/** Octets of a report: a code and a few words. */
export const REPORT_OCTETS_MAX = 1_024;

export function downloadPath(path: string): DownloadPath | null {
  const [, token, part] = PATH.exec(path) ?? [];
  if (token === undefined) return null;
  return { token, part: part === "descriptor" || part === "notify" ? part : "octets" };
}

export function methodsOf({ part }: DownloadPath): readonly string[] {
  return part === "notify" ? ["POST"] : ["GET", "HEAD"];
}

const NOT_FOUND: PlainAnswer = { status: 404, bound: "download" };

/** Answers requests for downloads. Whatever is wrong with a token is the same 404. */
export class DownloadRequests {
  readonly #slots: DownloadSlots;

  constructor(private readonly options: DownloadRequestOptions) {
    this.#slots = new DownloadSlots(options.bounds.downloadsUnderWayMax, options.bounds.downloadsPerGrantMax);
  }

  /** null: it is answered. Throws where the database is away. */
  async get(
    request: IncomingMessage,
    response: ServerResponse,
    { token, part }: DownloadPath,
  ): Promise<PlainAnswer | null> {
    const download = await this.options.downloads.find(token);
    if (!download) return NOT_FOUND;
    if (part === "descriptor") return this.#describe(download);
    const { size, sha256 } = download;
    const { range: asked, "if-range": ifRange } = request.headers;
    const etag = `"${sha256}"`;
    // Dates are no strong validators; whoever has another content than this one begins anew.
    const range = ifRange === undefined || ifRange === etag ? byteRange(asked, size) : null;
    if (range === "unsatisfiable") return { status: 416, headers: { "Content-Range": `bytes */${size}` } };
    const { from, to } = range ?? { from: 0, to: size };
    if (to - from > download.octetsLeft) return NOT_FOUND;
    const headers = {
      "Content-Type": "application/octet-stream",
      "Content-Length": to - from,
      "Content-Disposition": `attachment; filename="${fileNameOf(download.name)}"`,
      "X-Content-Type-Options": "nosniff",
      "Accept-Ranges": "bytes",
      "Cache-Control": "private, no-store",
      ETag: etag,
      ...(range && { "Content-Range": `bytes ${from}-${to - 1}/${size}` }),
    };
    response.statusCode = range ? 206 : 200;
    response.setHeaders(new Map(Object.entries(headers)));
    if (request.method === "HEAD") response.end();
    else return this.#send(response, download, from, to);
    return null;
  }

  async report(token: string, octets: Uint8Array): Promise<PlainAnswer> {
    const outcome = await this.options.downloads.report(token, octets);
    switch (outcome) {
      case "taken":
        return { status: 200 };
      case "unknown":
        return NOT_FOUND;
      case "unreadable":
        return { status: 400, bound: "report" };
      case "busy":
        return this.#later("report_under_way");
    }
  }

  async #send(response: ServerResponse, download: Download, from: number, to: number): Promise<PlainAnswer | null> {
    const { downloads, log, metrics, isTemporary } = this.options;
    const release = this.#slots.take(download.grant);
    if (!release) return this.#later("downloads_under_way");
    metrics.downloadsUnderWay.inc();
    const meter = new TransferMeter(from, (sent) => downloads.count(download, sent));
    let isWhole = false;
    try {
      const source = await downloads.open(download, from, to);
      meter.watch(source);
      await pipeline(source, response);
      isWhole = true;
    } catch (error) {
      // Devices go away in the middle all the time, and come again with a Range.
      if (!isGoneAway(error)) log.error("dl.failed", { error });
      response.destroy();
    } finally {
      release();
      metrics.downloadsUnderWay.dec();
      metrics.downloads.inc({ outcome: isWhole ? "whole" : "cut" });
      metrics.downloadOctets.inc(meter.octets);
      await meter
        .end(!isWhole)
        .catch((error: unknown) => log[isTemporary(error) ? "warn" : "error"]("dl.not_counted", { error }));
    }
    return null;
  }

  #describe(download: Download): PlainAnswer {
    return { status: 200, contentType: DESCRIPTOR_TYPE, octets: this.options.downloads.describe(download) };
  }

  #later(bound: string): PlainAnswer {
    return { status: 503, bound, headers: { "Retry-After": String(this.options.bounds.retryAfterSeconds) } };
  }
}

const GONE_AWAY = new Set(["ERR_STREAM_PREMATURE_CLOSE", "ECONNRESET", "EPIPE", "ERR_STREAM_DESTROYED"]);

function isGoneAway(error: unknown): boolean {
  return error instanceof Error && "code" in error && GONE_AWAY.has(String(error.code));
}
