import type { Effect, StepOutput } from "../../oma-dm";

/** The first effect of a kind that a step had; undefined where it had none. */
export function effectOf<Kind extends Effect["kind"]>(
  { effects }: StepOutput,
  kind: Kind,
): Extract<Effect, { kind: Kind }> | undefined {
  return effects.find((effect): effect is Extract<Effect, { kind: Kind }> => effect.kind === kind);
}
