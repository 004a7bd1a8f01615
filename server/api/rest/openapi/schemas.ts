import { zodToOpenAPIRegistry } from "@asteasolutions/zod-to-openapi";
import { z } from "zod";
import {
  CreateDescriptionInput,
  DescriptionView,
  DescriptionWithDocument,
} from "../../../services/device-descriptions";
import { DeviceView, RegisterDeviceInput } from "../../../services/devices";
import { MeView, TokenErrorView, TokenView } from "../../../services/external-systems";
import { newestKinds, OperationView, StartOperationInput, TaskView } from "../../../services/operations";
import { PROBLEMS } from "../problem";

const PROBLEM_TYPES = Object.keys(PROBLEMS).map((slug) => `urn:dmwsi:problem:${slug}`);

/** RFC 9457. */
export const ProblemView = z.object({
  type: z.enum(PROBLEM_TYPES as [string, ...string[]]),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  /** Id of the request. */
  instance: z.string(),
  errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
});

/** Names of components by what stands behind them. */
const NAMES: readonly (readonly [string, z.ZodType])[] = [
  ["Device", DeviceView],
  ["DeviceRegistration", RegisterDeviceInput],
  ["DeviceDescription", DescriptionView],
  ["DeviceDescriptionInput", CreateDescriptionInput],
  ["DeviceDescriptionWithDocument", DescriptionWithDocument],
  ["Operation", OperationView],
  ["OperationStart", StartOperationInput],
  ["Task", TaskView],
  ["Me", MeView],
  ["Token", TokenView],
  ["TokenError", TokenErrorView],
  ["Problem", ProblemView],
  ...newestKinds.flatMap((kind): [string, z.ZodType][] => [
    [paramsName(kind.kind), kind.params],
    [resultName(kind.kind), kind.result],
  ]),
];

/** Makes the generator refer to these schemas by name. */
export function nameSchemas(): void {
  for (const [refId, schema] of NAMES) zodToOpenAPIRegistry.add(schema, { _internal: { refId } });
}

/** `parameter.get` has `ParameterGetParams`; kinds that take the same have it by the name of the first of them. */
export function paramsName(kind: string): string {
  return `${pascal(firstLike(kind, "params"))}Params`;
}

export function resultName(kind: string): string {
  return `${pascal(firstLike(kind, "result"))}Result`;
}

function firstLike(kind: string, part: "params" | "result"): string {
  const schema = newestKinds.find((one) => one.kind === kind)?.[part];
  return newestKinds.find((one) => one[part] === schema)?.kind ?? kind;
}

function pascal(kind: string): string {
  return kind
    .split(/[._]/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");
}
