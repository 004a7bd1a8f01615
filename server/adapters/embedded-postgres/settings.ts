/** PostgreSQL settings by name, as in postgresql.conf. */
export type PostgresSettings = Readonly<Record<string, string>>;

/**
 * Durable and modest. Errors of statements reach the program that sent them, so the server's own log keeps only
 * starts, stops and crashes and stays small.
 */
export const DEFAULT_SETTINGS: PostgresSettings = {
  fsync: "on",
  synchronous_commit: "on",
  jit: "off",
  shared_buffers: "256MB",
  max_wal_size: "8GB",
  checkpoint_timeout: "15min",
  max_connections: "100",
  log_checkpoints: "off",
  log_min_messages: "log",
  log_timezone: "UTC",
  timezone: "UTC",
};

/** Loopback over TCP only: a socket's path may be at most 107 octets, a checkout's path is often longer. */
export function settingArguments(port: number, settings: PostgresSettings): string[] {
  const all: PostgresSettings = {
    ...DEFAULT_SETTINGS,
    ...settings,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    port: String(port),
  };
  return Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}
