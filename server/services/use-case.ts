import type { z } from "zod";
import type { DeviceChannels } from "../adapters/channels";
import type { Database, Transaction } from "../db/client";
import { writeAuditEntry } from "./audit/write-audit-entry";
import { ServiceError } from "./errors";
import { fieldErrors } from "./field-errors";
import type { Principal, Scope } from "./principal";
import type { Sealer } from "./secrets";

/** Who calls, from where, with which database, keys and ways to devices. One per request. */
export interface CallContext {
  readonly principal: Principal;
  readonly requestId: string;
  readonly sourceAddress: string;
  readonly database: Database;
  readonly sealer: Sealer;
  readonly channels: DeviceChannels;
}

/** What an audit entry says beside who, when and from where. Secrets never go in. */
export interface AuditFacts {
  readonly object: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly reason?: string;
}

interface ReadDefinition<I extends z.ZodType, O extends z.ZodType> {
  readonly name: string;
  readonly scope: Scope;
  readonly input: I;
  readonly output: O;
  readonly audit: false;
  run(context: CallContext, transaction: Transaction, input: z.output<I>): Promise<z.input<O>>;
}

interface WriteDefinition<I extends z.ZodType, O extends z.ZodType> {
  readonly name: string;
  readonly scope: Scope;
  readonly input: I;
  readonly output: O;
  /** Every write is audited: leaving `audit` out of the result does not compile. */
  readonly audit: true;
  run(
    context: CallContext,
    transaction: Transaction,
    input: z.output<I>,
  ): Promise<{ readonly result: z.input<O>; readonly audit: AuditFacts }>;
}

export interface UseCase<I extends z.ZodType, O extends z.ZodType> {
  (context: CallContext, input: unknown, within?: Transaction): Promise<z.output<O>>;
  readonly useCaseName: string;
  readonly scope: Scope;
  readonly input: I;
  readonly output: O;
}

/**
 * One thing a caller can ask for, the same for console, public API, jobs and command line. Fixes the order: who may,
 * parse, run inside one transaction, audit in that transaction, parse the answer. With `within` it takes part in the
 * caller's transaction (an idempotency key and its effect commit together).
 *
 * Throws ServiceError FORBIDDEN, INVALID_INPUT (with fields) and what `run` throws.
 */
export function useCase<I extends z.ZodType, O extends z.ZodType>(
  definition: ReadDefinition<I, O> | WriteDefinition<I, O>,
): UseCase<I, O> {
  const call = async (context: CallContext, rawInput: unknown, within?: Transaction): Promise<z.output<O>> => {
    if (!context.principal.scopes.has(definition.scope)) {
      throw new ServiceError("FORBIDDEN", `This needs the scope ${definition.scope}.`);
    }
    const parsed = definition.input.safeParse(rawInput);
    if (!parsed.success)
      throw new ServiceError("INVALID_INPUT", "Some fields are not right.", fieldErrors(parsed.error));
    const run = async (transaction: Transaction): Promise<z.output<O>> => {
      if (!definition.audit) return definition.output.parse(await definition.run(context, transaction, parsed.data));
      const { result, audit } = await definition.run(context, transaction, parsed.data);
      await writeAuditEntry(transaction, context, definition.name, audit);
      return definition.output.parse(result);
    };
    return within ? run(within) : context.database.transaction(run);
  };
  return Object.assign(call, {
    useCaseName: definition.name,
    scope: definition.scope,
    input: definition.input,
    output: definition.output,
  });
}
