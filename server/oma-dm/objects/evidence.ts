/**
 * How well something about a management object is known. `oma`: read in the text of the OMA. `clients`: seen in the
 * sources of clients, where the text was not at hand. `unverified`: recalled or inferred; taken when it comes, never sent
 * and never asked for. `own`: this project's definition, and no conformance to anything.
 */
export type Evidence = "oma" | "clients" | "unverified" | "own";
