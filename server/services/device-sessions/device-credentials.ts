import { credentialDigest, type DeviceCredentials, type MacKey, type SessionState } from "../../oma-dm";
import { randomOctets } from "../../random-octets";
import type { Sealer } from "../secrets";
import { challengeNonces } from "./challenge-nonce";
import type { DeviceSnapshot, StoredCredential } from "./device-snapshot";
import { earlierNonces } from "./nonce-history";

/** What decides how a device may prove itself in this request. */
export interface CredentialSituation {
  readonly challengeKey: Uint8Array;
  readonly nowSeconds: number;
  /** TLS, a declared gateway or loopback: only there a used nonce may work once more. */
  readonly protectedLeg: boolean;
  /** The device sends its messages to RespURI, so 212 may be given. */
  readonly honoursRespUri: boolean;
  /** The message may answer a challenge: only then does the nonce of one count. */
  readonly answersChallenge: boolean;
  /** Whoever tries has failed too often: nothing fits, and the answer is that to a wrong secret. */
  readonly isPaused: boolean;
  /** The invitation to sign in on the default nonce was used for this message. */
  readonly acceptResync: boolean;
}

type ClientCredential = DeviceCredentials["client"];
type ServerCredential = DeviceCredentials["server"];

/** Fits nothing that anybody sends. */
const SECRET_OF_NOBODY = randomOctets(20);

/**
 * The credentials of a device as the engine wants them; null when it has none to sign in with here: on a clear leg, where
 * anybody may read and change messages, only a MAC proves something. `challenged`: the device as challenges were made to it.
 */
export function credentialsOf(
  sealer: Sealer,
  snapshot: DeviceSnapshot,
  situation: CredentialSituation,
  challenged: DeviceSnapshot = snapshot,
): DeviceCredentials | null {
  const client = snapshot.credentials.find((credential) => credential.purpose === "client");
  if (!client || snapshot.device.disabled) return null;
  const server = snapshot.credentials.find((credential) => credential.purpose === "server");
  const scheme = situation.protectedLeg ? client.scheme : schemeOnClearLeg(client.scheme);
  if (scheme === null) return null;
  return {
    client: new SealedClientCredential(sealer, snapshot, client, scheme, situation, challenged),
    server: server
      ? new SealedServerCredential(sealer, snapshot, server, serverSchemeOf(server.scheme, situation.protectedLeg))
      : NO_SERVER,
  };
}

const NO_SERVER: ServerCredential = { scheme: "none", name: "", secret: new Uint8Array(), nonce: null };

/** Opens its secret only where a digest is checked or made: most messages of a session need neither. */
class SealedClientCredential implements ClientCredential {
  readonly name: string;
  readonly nonceCurrent: Uint8Array | null;
  readonly noncePrevious: Uint8Array | null;
  readonly nonceRetired: Uint8Array | null;
  readonly acceptChallengeNonce: boolean;
  readonly acceptPreviousNonce: boolean;
  readonly acceptEmptyNonce: boolean;
  readonly acceptResyncNonce: boolean;
  readonly sessionTrust: boolean;

  constructor(
    private readonly sealer: Sealer,
    private readonly snapshot: DeviceSnapshot,
    private readonly stored: StoredCredential,
    readonly scheme: ClientCredential["scheme"],
    private readonly situation: CredentialSituation,
    /** The device whose nonces of challenges count. */
    private readonly challenged: DeviceSnapshot,
  ) {
    const { live } = snapshot;
    const { previous, retired } = earlierNonces(live.noncePrevious);
    this.name = stored.name;
    this.nonceCurrent = live.nonceCurrent;
    this.noncePrevious = previous;
    this.nonceRetired = retired;
    this.acceptChallengeNonce = situation.answersChallenge;
    this.acceptPreviousNonce = situation.protectedLeg && mayHaveLostNonce(snapshot);
    this.acceptEmptyNonce = stored.allowEmptyNonce && live.nonceCurrent === null;
    this.acceptResyncNonce = situation.acceptResync;
    this.sessionTrust = situation.honoursRespUri;
  }

  get secret(): Uint8Array {
    const secret = secretOf(this.sealer, this.snapshot.deviceId, this.stored);
    return this.situation.isPaused ? SECRET_OF_NOBODY : secret;
  }

  /** Computed only for the few whose digest is not on the current nonce. */
  get challengeNonces(): readonly Uint8Array[] {
    const { challengeKey, nowSeconds } = this.situation;
    const { deviceId, live } = this.challenged;
    return challengeNonces(challengeKey, deviceId, live.nonceCurrent, nowSeconds);
  }
}

class SealedServerCredential implements ServerCredential {
  readonly name: string;
  readonly nonce: Uint8Array | null;

  constructor(
    private readonly sealer: Sealer,
    private readonly snapshot: DeviceSnapshot,
    private readonly stored: StoredCredential,
    readonly scheme: ServerCredential["scheme"],
  ) {
    this.name = stored.name;
    this.nonce = snapshot.live.serverNonce;
  }

  get secret(): Uint8Array {
    return secretOf(this.sealer, this.snapshot.deviceId, this.stored);
  }
}

/** What the MAC over the last reply to this device was made with; undefined where there was none. */
export function replyMacOf(sealer: Sealer, { deviceId, credentials, live }: DeviceSnapshot): MacKey | undefined {
  const server = credentials.find((credential) => credential.purpose === "server");
  const usesMac = server?.scheme === "mac" || (live.state && (JSON.parse(live.state) as SessionState).serverMac);
  if (!server || !usesMac) return undefined;
  const credential = credentialDigest(server.name, secretOf(sealer, deviceId, server));
  return { name: server.name, credential, nonce: live.serverNonce ?? new Uint8Array() };
}

/**
 * Whether the answer that gave the current nonce may have been lost. A device that went on in its session had that answer:
 * its first message, when it comes once more after that, was late on its way and must not take the session from it.
 */
function mayHaveLostNonce({ live }: DeviceSnapshot): boolean {
  return live.msgNo <= 1;
}

function schemeOnClearLeg(scheme: StoredCredential["scheme"]): "mac" | null {
  return scheme === "none" || scheme === "certificate" ? null : "mac";
}

/** A secret in clear never leaves on a clear leg. A server has no certificate that a device would know it by. */
function serverSchemeOf(
  scheme: StoredCredential["scheme"],
  protectedLeg: boolean,
): DeviceCredentials["server"]["scheme"] {
  if (scheme === "certificate") return "none";
  return scheme === "basic" && !protectedLeg ? "md5" : scheme;
}

function secretOf(sealer: Sealer, deviceId: string, credential: StoredCredential): Uint8Array {
  return Buffer.from(
    sealer.openText("device_credentials.sealed_secret", `${deviceId}|${credential.purpose}`, credential.sealedSecret),
    "utf8",
  );
}
