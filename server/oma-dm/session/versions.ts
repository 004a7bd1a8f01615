import type { SyncHdr } from "../syncml";
import type { SessionState } from "./contract";

/** DM 1.1.2 names 1.1; 1.2, 1.2.1 and 1.3 name 1.2. */
const VER_DTDS: ReadonlySet<string> = new Set(["1.1", "1.2"]);
const VER_PROTOS: ReadonlySet<string> = new Set(["DM/1.1", "DM/1.2", "DM/1.3"]);

const DTD_VERSION_NOT_SUPPORTED = 505;
const PROTOCOL_VERSION_NOT_SUPPORTED = 513;

/** Whether the device speaks DM 1.1.2. */
export function isOldVersion({ verDtd }: SessionState): boolean {
  return verDtd === "1.1";
}

/** The status for a header in a version this server does not speak; null when it does. */
export function versionRefusal(header: SyncHdr): number | null {
  if (!VER_DTDS.has(header.verDtd)) return DTD_VERSION_NOT_SUPPORTED;
  return VER_PROTOS.has(header.verProto) ? null : PROTOCOL_VERSION_NOT_SUPPORTED;
}

/** The version to answer in: the one the device used, or 1.2 when it is unknown. */
export function replyVersion(header: SyncHdr): { readonly verDtd: string; readonly verProto: string } {
  if (versionRefusal(header) !== null) return { verDtd: "1.2", verProto: "DM/1.2" };
  return { verDtd: header.verDtd, verProto: header.verProto };
}
