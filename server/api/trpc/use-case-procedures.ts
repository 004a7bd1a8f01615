import type { z } from "zod";
import type { Scope } from "../../services/principal";
import type { CallContext, UseCase } from "../../services/use-case";
import { procedure } from "./trpc";
import { toTrpcError } from "./trpc-errors";

/** A procedure that reads: one use case, nothing else. The use case parses; here the input only has its type. */
export function queryFor<I extends z.ZodType, O extends z.ZodType>(useCase: UseCase<I, O, Scope | "own">) {
  return procedure.input(asTyped<z.input<I>>).query(({ ctx, input }) => run(useCase, ctx.call, input));
}

/**
 * A procedure that reads one page of a list. The client's paging adds a `direction` of its own, which no use case
 * knows: lists go forward only.
 */
export function pageFor<I extends z.ZodType, O extends z.ZodType>(useCase: UseCase<I, O, Scope | "own">) {
  return procedure.input(asPage<z.input<I>>).query(({ ctx, input }) => run(useCase, ctx.call, input));
}

/** A procedure that changes something, or that must leave no trace of its input in an address. */
export function mutationFor<I extends z.ZodType, O extends z.ZodType>(useCase: UseCase<I, O, Scope | "own">) {
  return procedure.input(asTyped<z.input<I>>).mutation(({ ctx, input }) => run(useCase, ctx.call, input));
}

async function run<I extends z.ZodType, O extends z.ZodType>(
  useCase: UseCase<I, O, Scope | "own">,
  call: CallContext,
  input: unknown,
): Promise<z.output<O>> {
  try {
    return await useCase(call, input);
  } catch (error) {
    throw toTrpcError(error);
  }
}

function asTyped<T>(input: unknown): T {
  return input as T;
}

function asPage<T>(input: unknown): T {
  if (typeof input !== "object" || input === null) return input as T;
  return Object.fromEntries(Object.entries(input).filter(([name]) => name !== "direction")) as T;
}
