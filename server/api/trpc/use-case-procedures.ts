import type { z } from "zod";
import { ServiceError } from "../../services/errors";
import { pointerTo } from "../../services/field-errors";
import type { Scope } from "../../services/principal";
import { unstorableTextIn } from "../../services/storable-text";
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
    refuseUnstorable(input);
    return await useCase(call, input);
  } catch (error) {
    throw toTrpcError(error);
  }
}

/** Throws ServiceError INVALID_INPUT. */
function refuseUnstorable(input: unknown): void {
  const path = unstorableTextIn(input);
  if (path === null) return;
  const detail = "This holds U+0000 or half of a surrogate pair. Leave that out.";
  throw new ServiceError("INVALID_INPUT", "Some fields are not right.", [
    { pointer: pointerTo(path), code: "unstorable_text", detail },
  ]);
}

function asTyped<T>(input: unknown): T {
  return input as T;
}

function asPage<T>(input: unknown): T {
  if (typeof input !== "object" || input === null) return input as T;
  return Object.fromEntries(Object.entries(input).filter(([name]) => name !== "direction")) as T;
}
