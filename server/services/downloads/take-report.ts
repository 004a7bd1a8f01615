import type { Sql } from "../../db/client";
import { toPublicId } from "../../ids";
import { type DownloadReport, readInstallReport } from "../../oma-dm";
import type { DeviceStore } from "../device-sessions/device-store";
import { giveReport } from "../device-sessions/give-report";
import { findDownload } from "./find-download";

/** `unknown`: as of a token that never was. `busy`: the device is to say it again. */
export type ReportOutcome = "taken" | "unknown" | "unreadable" | "busy";

/**
 * Takes what a device posts of a download: a fact for the plan that waits for it. Who it is the token says alone. Said
 * again it is answered the same, and counts once. What it says of an attempt that is over nobody waits for any more.
 */
export async function takeReport(
  sql: Sql,
  store: DeviceStore,
  token: string,
  octets: Uint8Array,
): Promise<ReportOutcome> {
  const download = await findDownload(sql, token, true);
  if (!download) return "unknown";
  const said = readInstallReport(octets);
  if (!said) return "unreadable";
  const report: DownloadReport = { contentId: toPublicId("con", download.contentId), ...said };
  const { deviceId, operationId, isBetweenAttempts } = download;
  if (!isBetweenAttempts && !(await giveReport(store, deviceId, operationId, report))) return "busy";
  await sql`
    update download_grants set report_code = ${report.code}, report_text = ${report.text}, reported_at = now()
    where grant_id = ${download.grant} and reported_at is null`;
  return "taken";
}
