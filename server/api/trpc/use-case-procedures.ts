import type { z } from "zod";
import type { CallContext, UseCase } from "../../services/use-case";
import { procedure } from "./trpc";
import { toTrpcError } from "./trpc-errors";

/** A procedure that reads: one use case, nothing else. The use case parses; here the input only has its type. */
export function queryFor<I extends z.ZodType, O extends z.ZodType>(useCase: UseCase<I, O>) {
  return procedure.input(asTyped<z.input<I>>).query(({ ctx, input }) => run(useCase, ctx.call, input));
}

/** A procedure that changes something, or that must leave no trace of its input in an address. */
export function mutationFor<I extends z.ZodType, O extends z.ZodType>(useCase: UseCase<I, O>) {
  return procedure.input(asTyped<z.input<I>>).mutation(({ ctx, input }) => run(useCase, ctx.call, input));
}

async function run<I extends z.ZodType, O extends z.ZodType>(
  useCase: UseCase<I, O>,
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
