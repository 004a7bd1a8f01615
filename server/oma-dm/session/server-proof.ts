import {
  BASIC_TYPE,
  basicCredential,
  credentialDigest,
  decodeBase64,
  MAC_TYPE,
  type MacKey,
  MD5_TYPE,
  md5Digest,
} from "../security";
import type { Chal, Cred, StatusCommand, SyncmlMessage } from "../syncml";
import type { Effect, ServerCredential, SessionState } from "./contract";
import { STATUS } from "./statuses";

/** Octets of a nonce that a device may give. */
const NONCE_OCTETS_MAX = 64;
const MAC_CHAL = MAC_TYPE.toLowerCase();

/** How the device took the server's header: whether it knows the server now, and what the next proof is made with. */
export interface ServerProof {
  readonly serverTrust: SessionState["serverTrust"];
  readonly serverRefusals: number;
  /** The device refused the server in this package: what it did not answer for that reason is sent again. */
  readonly isRefused: boolean;
  /** The device wants credentials that this server has none of, or refused too often. */
  readonly isHopeless: boolean;
  readonly nonce: Uint8Array | null;
  /** The device asks for digests, whatever the setting says. */
  readonly wantsMd5: boolean;
  /** Each message is to carry a MAC: so it is set, or the device asked for it in this session. */
  readonly usesMac: boolean;
  readonly effects: readonly Effect[];
}

/**
 * Reads the device's Status for the header of the server's last message. 212 accepts the server for the session, 200
 * for the message; 401 and 407 refuse it. A refusal holds until the device's package is complete. Before the device
 * was authenticated the server had not proven itself, so there was nothing to refuse.
 */
export function hearServerProof(
  state: SessionState,
  message: SyncmlMessage,
  server: ServerCredential,
  refusalsMax: number,
): ServerProof {
  const status = headerStatus(message, state.serverMsgId - 1);
  const nonce = nonceOf(status?.chal);
  const isRefusal = state.trust !== "open" && status !== null && isServerRefusal(status.data);
  const serverRefusals = state.serverRefusals + (isRefusal ? 1 : 0);
  const isRefused = isRefusal || state.serverTrust === "refused";
  const type = status?.chal?.type.toLowerCase();
  const usesMac =
    server.scheme === "mac" || state.serverMac === true || (server.scheme !== "none" && type === MAC_CHAL);
  // A MAC covers one message: there is no 212 for it.
  const isAccepted = status?.data === STATUS.authenticationAccepted && !isRefused && !usesMac;
  return {
    serverTrust: isRefused ? "refused" : isAccepted ? "accepted" : state.serverTrust,
    serverRefusals,
    isRefused,
    isHopeless: isRefused && (server.scheme === "none" || serverRefusals > refusalsMax),
    nonce: nonce ?? server.nonce,
    wantsMd5: type === MD5_TYPE,
    usesMac,
    effects: nonce ? [{ kind: "server_nonce", nonce }] : [],
  };
}

/** Whether a status says that the device does not know the server. */
export function isServerRefusal(status: number): boolean {
  return status === STATUS.invalidCredentials || status === STATUS.authenticationRequired;
}

/** The last Status for the header of the message `msgId`; one without MsgRef is taken to be about it. */
function headerStatus(message: SyncmlMessage, msgId: number): StatusCommand | null {
  let found: StatusCommand | null = null;
  for (const command of message.commands) {
    if (command.name !== "Status" || command.cmdRef !== "0") continue;
    if (command.msgRef === "" || Number(command.msgRef) === msgId) found = command;
  }
  return found;
}

function nonceOf(chal: Chal | undefined): Uint8Array | null {
  const nonce = chal?.nextNonce === undefined ? null : decodeBase64(chal.nextNonce);
  return nonce && nonce.length > 0 && nonce.length <= NONCE_OCTETS_MAX ? nonce : null;
}

/** What the reply's MAC is made with; undefined where the server proves itself by Cred or not at all. */
export function serverMac(server: ServerCredential, { usesMac, nonce }: ServerProof): MacKey | undefined {
  if (!usesMac) return undefined;
  const credential = credentialDigest(server.name, server.secret);
  return { name: server.name, credential, nonce: nonce ?? new Uint8Array() };
}

/** The Cred the server proves itself with; undefined when it has none, the device trusts it already, or a MAC does it. */
export function serverCred(server: ServerCredential, proof: ServerProof): Cred | undefined {
  if (server.scheme === "none" || proof.usesMac || proof.serverTrust === "accepted") return undefined;
  if (server.scheme === "basic" && !proof.wantsMd5) {
    return { type: BASIC_TYPE, format: "b64", data: basicCredential(server.name, server.secret) };
  }
  const credential = credentialDigest(server.name, server.secret);
  return { type: MD5_TYPE, format: "b64", data: md5Digest(credential, proof.nonce ?? new Uint8Array()) };
}
