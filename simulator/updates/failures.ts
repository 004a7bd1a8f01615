/** Why work on a package failed, as the device sees it. */
export type UpdateFailure = keyof typeof FAILURES;

/** What a device says of it: result codes of FUMO 1.0 and SCOMO, and the status line of OMA Download 1.0. */
interface FailureCodes {
  readonly firmware: number;
  readonly software: number;
  readonly download: string;
}

const codes = (firmware: number, software: number, download: string): FailureCodes => ({
  firmware,
  software,
  download,
});

/**
 * Result codes [OMA-TS-DM-FUMO 1.0, result codes, with 412 and 500 as three clients have them; SCOMO: a client's
 * library]; statuses of a download as two clients send them [OMA Download 1.0].
 */
const FAILURES = {
  deviceError: codes(400, 1400, "952 Device Aborted"),
  cancelled: codes(401, 1401, "902 User Cancelled"),
  corrupt: codes(402, 1402, "905 Attribute mismatch"),
  unfit: codes(403, 1413, "953 Non-Acceptable Content"),
  noCredentials: codes(406, 1403, "954 Loader Error"),
  timeOut: codes(407, 1402, "903 Loss of Service"),
  badDescriptor: codes(409, 1402, "906 Invalid descriptor"),
  installFailed: codes(410, 1405, "952 Device Aborted"),
  badUrl: codes(411, 1402, "954 Loader Error"),
  unavailable: codes(412, 1501, "903 Loss of Service"),
  serverError: codes(500, 1500, "903 Loss of Service"),
  noMemoryForDownload: codes(501, 1404, "901 Insufficient memory"),
  noMemoryForInstall: codes(502, 1406, "901 Insufficient memory"),
  network: codes(503, 1402, "903 Loss of Service"),
} as const satisfies Record<string, FailureCodes>;

export const SUCCESS = { firmware: 200, software: 1200, download: "900 Success" } as const satisfies FailureCodes;

/** null: it did not fail. */
export function codesOf(failure: UpdateFailure | null): FailureCodes {
  return failure === null ? SUCCESS : FAILURES[failure];
}
