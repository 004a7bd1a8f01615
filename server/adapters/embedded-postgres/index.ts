export type { LauncherKind } from "./launcher";
export type { PostgresSettings } from "./settings";
export { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from "./start";
