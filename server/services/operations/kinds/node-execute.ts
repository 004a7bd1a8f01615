import { z } from "zod";
import { cutText, type GenericAlert, statusMeaning } from "../../../oma-dm";
import {
  type CommandAnswer,
  exec,
  failed,
  genericAlert,
  isDone,
  isTransient,
  operationKind,
  type Plan,
  type PlanVerdict,
  succeeded,
} from "../plans";
import { NodeUri } from "./node-uri";
import { isAsItsFormat, LeafFormat, NOT_BASE64, NodeText, NodeType } from "./node-value";

const WAIT_SECONDS_DEFAULT = 3_600;
const WAIT_SECONDS_MAX = 30 * 86_400;
/** Reports of progress that are waited through; the next report counts whatever it says. */
const PROGRESS_REPORTS_MAX = 100;
/** Characters of a report that the reason repeats. */
const REPORT_CHARACTERS_SHOWN_MAX = 100;

const NodeExecuteParams = z
  .strictObject({
    uri: NodeUri,
    data: NodeText.optional(),
    format: LeafFormat.optional(),
    type: NodeType.optional(),
    /**
     * How long to wait for the device's report when it answers 202, anew after each report of progress, and from which
     * node it comes. When left out: an hour; and an answer that is lost ends the task at once.
     */
    wait: z
      .strictObject({
        /** The node that reports, for devices that do not send the Correlator back; the executed one when left out. */
        source: NodeUri.optional(),
        withinSeconds: z.number().int().min(1).max(WAIT_SECONDS_MAX),
      })
      .optional(),
  })
  .refine(({ format, data }) => isAsItsFormat({ format, value: data }), { path: ["data"], message: NOT_BASE64 });

const AlertView = z.object({
  type: z.string(),
  format: z.string().nullable(),
  mark: z.string().nullable(),
  source: z.string().nullable(),
  data: z.string(),
});

const NodeExecuteResult = z.object({
  /** DM status code; 0 when the device gave none. */
  status: z.number().int(),
  meaning: z.string(),
  /** The device's own report; null when it answered at once, or did not report. */
  alert: AlertView.nullable(),
});
type Result = z.output<typeof NodeExecuteResult>;

const definition = {
  kind: "node.execute",
  scope: "operations:destructive",
  params: NodeExecuteParams,
  result: NodeExecuteResult,
  billable: true,
  excludes: [],
  touches: ({ uri }: z.output<typeof NodeExecuteParams>) => [{ command: "Exec" as const, uri, pointer: "/uri" }],
} as const;

/**
 * Executes a node. A device that answers 202 works on it and reports by Generic Alert, told by its Correlator or else
 * by its Source; reports of progress before the result are waited through. An Exec whose answer was lost is not sent
 * again: it may have run, and only a report can tell.
 */
export const nodeExecute = operationKind({
  ...definition,
  version: 2,
  plan: (_device, params) => execution(params, PROGRESS_REPORTS_MAX),
});

/** The first version, for tasks that were made by it: it takes a report of progress for the result. */
export const nodeExecuteV1 = operationKind({
  ...definition,
  version: 1,
  plan: (_device, params) => execution(params, 0),
});

function* execution(params: z.output<typeof NodeExecuteParams>, progressMax: number): Plan<PlanVerdict<Result>> {
  const executed = yield* exec(params.uri, argumentOf(params));
  const unsure = executed.status === 0;
  if (unsure && !params.wait) return unconfirmed(executed);
  if (!unsure && executed.status !== 202) return verdictAtOnce(executed);
  const wanted = { of: executed, source: params.wait?.source ?? params.uri };
  const bounds = { within: params.wait?.withinSeconds ?? WAIT_SECONDS_DEFAULT };
  let alert = yield* genericAlert(wanted, bounds);
  for (let heard = 0; alert && isProgress(alert.data) && heard < progressMax; heard += 1) {
    alert = yield* genericAlert(wanted, bounds);
  }
  if (alert) return verdictOfReport(executed, alert);
  if (unsure) return unconfirmed(executed);
  return failed("unconfirmed", { code: "timed_out", retryable: false, result: resultOf(executed, null) });
}

function argumentOf({ data, format, type }: z.output<typeof NodeExecuteParams>) {
  return { ...(data !== undefined && { data, format: format ?? "chr" }), ...(type && { type }) };
}

function unconfirmed(executed: CommandAnswer): PlanVerdict<Result> {
  return failed("unconfirmed", { code: "unconfirmed", retryable: false, result: resultOf(executed, null) });
}

function verdictAtOnce(executed: CommandAnswer): PlanVerdict<Result> {
  const result = resultOf(executed, null);
  if (isDone(executed.status)) return succeeded("acknowledged", result);
  const text = `The device refused with ${executed.status}. ${result.meaning}.`;
  return failed("refused", {
    code: "refused_by_device",
    text,
    retryable: isTransient(executed.status),
    result,
  });
}

function verdictOfReport(executed: CommandAnswer, alert: GenericAlert): PlanVerdict<Result> {
  const { type, format = null, mark = null, source = null, data } = alert;
  const result = resultOf(executed, { type, format, mark, source, data });
  if (!reportsFailure(data)) return succeeded("acknowledged", result);
  const text = `The device reported the result ${cutText(data, REPORT_CHARACTERS_SHOWN_MAX)}.`;
  return failed("refused", { code: "refused_by_device", text, retryable: false, result });
}

/** Clients were seen to report how far they are by 190 and 197 to 199 before they report the result. */
function isProgress(data: string): boolean {
  return /^\s*1\d\d(?!\d)/.test(data);
}

/**
 * Result codes of management objects begin with a number: 4xx and 5xx, with or without 1000 added, say that it failed
 * (FUMO, SCOMO, LAWMO and DiagMon agree). What has no such number is taken as a report and shown as it is.
 */
function reportsFailure(data: string): boolean {
  const code = Number(/^\s*(\d{3,4})(?!\d)/.exec(data)?.[1] ?? Number.NaN);
  const family = Math.floor((code >= 1_000 ? code - 1_000 : code) / 100);
  return family === 4 || family === 5;
}

function resultOf(executed: CommandAnswer, alert: Result["alert"]): Result {
  const meaning = executed.status === 0 ? "The device gave no status" : statusMeaning(executed.status).meaning;
  return { status: executed.status, meaning, alert };
}
