import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Base units; no label names a device, a subscriber or an address. */
export interface Metrics {
  readonly registry: Registry;
  readonly dmMessages: Counter<"outcome">;
  readonly dmMessageSeconds: Histogram;
  readonly dmRejected: Counter<"bound">;
  readonly dmLegacyConnections: Counter;
  readonly downloads: Counter<"outcome">;
  readonly downloadOctets: Counter;
  readonly downloadsUnderWay: Gauge;
  readonly wakeUps: Counter<"channel" | "outcome">;
  readonly deliveries: Counter<"outcome">;
  readonly deliveryLagSeconds: Histogram;
  readonly apiRequests: Counter<"route" | "status">;
  readonly apiRequestSeconds: Histogram;
  readonly eventsUnsequenced: Gauge;
  readonly contentOctets: Gauge<"state">;
  readonly auditChainOk: Gauge;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const KEY = Symbol.for("dmwsi.metrics");

/**
 * The metrics of this process. Kept on `globalThis`: the server's own modules and those that Next bundles are two
 * module graphs, which would otherwise count apart.
 */
export function metrics(): Metrics {
  const place = globalThis as { [KEY]?: Metrics };
  place[KEY] ??= createMetrics();
  return place[KEY];
}

function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = <T extends string>(name: string, help: string, labelNames: T[]) =>
    new Counter<T>({ name, help, labelNames, registers });
  const gauge = <T extends string>(name: string, help: string, labelNames: T[]) =>
    new Gauge<T>({ name, help, labelNames, registers });
  const seconds = (name: string, help: string) => new Histogram({ name, help, buckets: SECONDS, registers });
  new Gauge({
    name: "dmwsi_build_info",
    help: "Always 1; the labels say what runs.",
    labelNames: ["node"],
    registers,
    // Of several processes that are added up, too.
    aggregator: "first",
  }).set({ node: process.versions.node }, 1);
  return {
    registry,
    dmMessages: counter("dmwsi_dm_messages_total", "Device messages by how they ended.", ["outcome"]),
    dmMessageSeconds: seconds("dmwsi_dm_message_seconds", "From a device message's last octet to its stored answer."),
    dmRejected: counter("dmwsi_dm_rejected_total", "Device requests refused by a bound.", ["bound"]),
    dmLegacyConnections: counter("dmwsi_dm_legacy_connections_total", "Device connections over TLS 1.0 or 1.1.", []),
    downloads: counter("dmwsi_downloads_total", "Requests of devices for a content's octets, by how they ended.", [
      "outcome",
    ]),
    downloadOctets: counter("dmwsi_download_octets_total", "Octets of contents that went out to devices.", []),
    downloadsUnderWay: gauge("dmwsi_downloads_under_way", "Downloads of devices that are under way.", []),
    wakeUps: counter("dmwsi_wakeups_total", "Wake-ups sent, by channel and outcome.", ["channel", "outcome"]),
    deliveries: counter("dmwsi_deliveries_total", "Attempts to hand events to receivers of webhooks.", ["outcome"]),
    deliveryLagSeconds: seconds("dmwsi_delivery_lag_seconds", "From an event to the first answer of its receiver."),
    apiRequests: counter("dmwsi_api_requests_total", "Public API requests.", ["route", "status"]),
    apiRequestSeconds: seconds("dmwsi_api_request_seconds", "Public API request time."),
    auditChainOk: gauge("dmwsi_audit_chain_ok", "1 while every link of the audit log looked at is whole, else 0.", []),
    contentOctets: gauge("dmwsi_content_bytes", "Octets of contents by their state.", ["state"]),
    eventsUnsequenced: gauge("dmwsi_events_unsequenced", "Events stored and not yet in the feed.", []),
  };
}
