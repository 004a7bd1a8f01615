import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { createKeyedBudget } from "../keyed-budget";
import type { Log } from "../log";
import { readBody } from "./read-body";

const REPORT_OCTETS_MAX = 8_192;
const LOGGED_PER_MINUTE_MAX = 30;
const MINUTE_MS = 60_000;

const Report = z.object({
  "csp-report": z.object({
    "document-uri": z.string().optional(),
    "effective-directive": z.string().optional(),
    "violated-directive": z.string().optional(),
  }),
});

/** Logs what browsers report: which rule, on which page. Never more than a few a minute, whoever sends them. */
export function createCspReports(log: Log): (request: IncomingMessage) => Promise<void> {
  const budget = createKeyedBudget(LOGGED_PER_MINUTE_MAX, MINUTE_MS);
  return async (request) => {
    const body = await readBody(request, REPORT_OCTETS_MAX);
    if (body.kind !== "whole") return;
    const report = Report.safeParse(parseJson(body.octets.toString("utf8"))).data?.["csp-report"];
    if (!report || !budget.take("", Date.now())) return;
    log.warn("console.policy_violated", {
      reason: report["effective-directive"] ?? report["violated-directive"] ?? "",
      route: pathOf(report["document-uri"] ?? ""),
    });
  };
}

/** Without the query: it may hold what somebody searched for. */
function pathOf(uri: string): string {
  return URL.canParse(uri) ? new URL(uri).pathname : "";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
