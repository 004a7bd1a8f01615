import type { Sealer } from "../secrets";

/** A parameter that is a secret, as it is stored and given to plans. */
export interface SealedParameter {
  readonly sealed: string;
}

type Parameters = Readonly<Record<string, unknown>>;

/** What stands in views in place of a secret. */
const SHOWN_INSTEAD = "******";

/** The parameters of a new operation with those that its kind calls secret sealed for it. */
export function sealParameters(
  sealer: Sealer,
  operationId: string,
  params: unknown,
  secretParams: readonly string[],
): unknown {
  if (secretParams.length === 0) return params;
  const sealed = Object.entries(params as Parameters).map(([name, value]) =>
    secretParams.includes(name) && typeof value === "string"
      ? [name, { sealed: sealer.sealText("operations.params", operationId, value) }]
      : [name, value],
  );
  return Object.fromEntries(sealed);
}

export function openParameter(sealer: Sealer, operationId: string, parameter: SealedParameter): string {
  return sealer.openText("operations.params", operationId, parameter.sealed);
}

/** Parameters as they may be shown: of sealed ones only that they are there. */
export function shownParameters(params: unknown): unknown {
  if (typeof params !== "object" || params === null || Array.isArray(params)) return params;
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, isSealed(value) ? SHOWN_INSTEAD : value]),
  );
}

function isSealed(value: unknown): value is SealedParameter {
  return typeof value === "object" && value !== null && Object.keys(value).join() === "sealed";
}
