import type { Readable } from "node:stream";
import type { ContentStore } from "../../adapters/content-store";
import type { Sql } from "../../db/client";
import { writeDescriptor } from "../../oma-dm";
import type { DeviceStore } from "../device-sessions/device-store";
import type { PlanContents } from "../device-sessions/plan-contents";
import type { Sealer } from "../secrets";
import { downloadAddresses } from "./download-addresses";
import { countOctets, type Download, findDownload, type SentOctets } from "./find-download";
import { offerContent } from "./offer-content";
import { readGranted } from "./read-granted";
import { type ReportOutcome, takeReport } from "./take-report";

export interface DownloadsOptions {
  readonly sql: Sql;
  readonly store: DeviceStore;
  readonly contents: ContentStore;
  readonly sealer: Pick<Sealer, "sign">;
  /** The public URL of the device endpoint; downloads are beside it. */
  readonly dmUrl: string;
}

/** Contents on their way to devices: as plans offer them, and as devices get them. */
export interface Downloads {
  readonly forPlans: PlanContents;
  /** null: whatever the reason, it is answered as if it had never been. */
  find(token: string): Promise<Download | null>;
  /** Octets from one up to another. Throws StoreError MISSING. */
  open(download: Download, from: number, to: number): Promise<Readable>;
  /** Counts what went out; false: no more of it may. */
  count(download: Download, sent: SentOctets): Promise<boolean>;
  /** The descriptor in XML. */
  describe(download: Download): Uint8Array;
  report(token: string, octets: Uint8Array): Promise<ReportOutcome>;
}

export function createDownloads({ sql, store, contents, sealer, dmUrl }: DownloadsOptions): Downloads {
  const addresses = downloadAddresses(sealer, dmUrl);
  return {
    forPlans: {
      urlOf: addresses.urlOf,
      offer: (request) => offerContent(sql, addresses, request),
      read: (wanted) => readGranted(sql, contents, wanted),
    },
    find: (token) => findDownload(sql, token),
    open: ({ sha256 }, from, to) => contents.open(sha256, from, to),
    count: ({ grant }, sent) => countOctets(sql, grant, sent),
    describe: (download) => descriptorOf(download, addresses.urlOf(download.grant)),
    report: (token, octets) => takeReport(sql, store, token, octets),
  };
}

function descriptorOf({ name, version, manufacturer, size, sha256 }: Download, url: string): Uint8Array {
  return writeDescriptor({
    objectUri: url,
    installNotifyUri: `${url}/notify`,
    size,
    type: "application/octet-stream",
    name,
    vendor: manufacturer,
    description: version,
    // Who gets it over a leg that protects nothing can at least compare.
    installParam: url.startsWith("http:") ? `sha256=${sha256}` : null,
  });
}
