import { newUuid } from "../../ids";
import { type PushMessage, package0Push } from "../../oma-dm";
import type { DeviceSnapshot, LoadedTask } from "../device-sessions/device-snapshot";
import type { DeviceStore } from "../device-sessions/device-store";
import type { TaskStepFact } from "../device-sessions/save-document";
import { SERVER_NAME } from "../devices/device-credentials";
import type { Sealer } from "../secrets";
import type { Errand } from "./errand";
import { openSecret } from "./next-account";

const VALID_FOR_SECONDS = 300;

/** What this server proves itself with to a device, and on which nonce. */
export interface ServerSide {
  readonly credential: { readonly name: string; readonly sealedSecret: string } | null;
  readonly nonce: Uint8Array | null;
}

/** Package 0 of this server to this device, signed with what the device knows the server by. */
export function package0Of(sealer: Sealer, deviceId: string, side: ServerSide, sessionId: number): PushMessage {
  const { credential, nonce } = side;
  return package0Push({
    serverId: credential?.name || SERVER_NAME,
    secret: credential
      ? Buffer.from(openSecret(sealer, deviceId, "server", credential.sealedSecret))
      : new Uint8Array(),
    nonce: nonce ?? new Uint8Array(),
    sessionId,
    uiMode: "background",
    initiator: "server",
  });
}

interface Notification {
  readonly sessionId: number;
  readonly nonce: Uint8Array | null;
  readonly waiting: readonly LoadedTask[];
}

/** Wakes a device for its waiting tasks, which are notified when a channel has taken the push. */
export function package0Errand(
  { sealer, store }: { readonly sealer: Sealer; readonly store: DeviceStore },
  snapshot: DeviceSnapshot,
  { sessionId, nonce, waiting }: Notification,
): Errand {
  const credential = snapshot.credentials.find(({ purpose }) => purpose === "server") ?? null;
  return {
    purpose: "package0",
    only: null,
    push: package0Of(sealer, snapshot.deviceId, { credential, nonce }, sessionId),
    validForSeconds: VALID_FOR_SECONDS,
    async taken() {
      const steps = waiting
        .filter((task) => task.state === "queued" || task.state === "scheduled")
        .map(
          ({ operationId, state }): TaskStepFact => ({ operationId, from: state, to: "notified", eventId: newUuid() }),
        );
      if (steps.length > 0) await store.change(snapshot.deviceId, null, { realm: snapshot.device.realm, steps });
    },
  };
}
