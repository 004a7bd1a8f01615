import type { DeviceCredentials } from "../../oma-dm";
import type { Sealer } from "../secrets";
import { challengeNonces } from "./challenge-nonce";
import type { DeviceSnapshot, StoredCredential } from "./device-snapshot";

/** What decides how a device may prove itself in this request. */
export interface CredentialSituation {
  readonly challengeKey: Uint8Array;
  readonly nowSeconds: number;
  /** TLS, a declared gateway or loopback: only there a used nonce may work once more. */
  readonly protectedLeg: boolean;
  /** The device sends its messages to RespURI, so 212 may be given. */
  readonly honoursRespUri: boolean;
}

/** The credentials of a device as the engine wants them; null when it has none to sign in with. */
export function credentialsOf(
  sealer: Sealer,
  snapshot: DeviceSnapshot,
  situation: CredentialSituation,
): DeviceCredentials | null {
  const client = snapshot.credentials.find((credential) => credential.purpose === "client");
  if (!client || snapshot.device.disabled) return null;
  const server = snapshot.credentials.find((credential) => credential.purpose === "server");
  const { live } = snapshot;
  return {
    client: {
      scheme: client.scheme,
      name: client.name,
      // Opened only where a digest is checked or made: most messages of a session need neither.
      get secret() {
        return secretOf(sealer, snapshot.deviceId, client);
      },
      nonceCurrent: live.nonceCurrent,
      noncePrevious: live.noncePrevious,
      // Computed only for the few whose digest is not on the current nonce.
      get challengeNonces() {
        const { challengeKey, nowSeconds } = situation;
        return challengeNonces(challengeKey, snapshot.deviceId, live.nonceCurrent, nowSeconds);
      },
      acceptPreviousNonce: situation.protectedLeg,
      acceptEmptyNonce: client.allowEmptyNonce && live.nonceCurrent === null,
      sessionTrust: situation.honoursRespUri,
    },
    server: server
      ? {
          scheme: server.scheme,
          name: server.name,
          get secret() {
            return secretOf(sealer, snapshot.deviceId, server);
          },
          nonce: live.serverNonce,
        }
      : { scheme: "none", name: "", secret: new Uint8Array(), nonce: null },
  };
}

function secretOf(sealer: Sealer, deviceId: string, credential: StoredCredential): Uint8Array {
  return Buffer.from(
    sealer.openText("device_credentials.sealed_secret", `${deviceId}|${credential.purpose}`, credential.sealedSecret),
    "utf8",
  );
}
