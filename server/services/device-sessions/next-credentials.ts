import type { Effect, PushNews } from "../../oma-dm";
import type { Sealer } from "../secrets";
import type { DeviceSnapshot, StoredCredential } from "./device-snapshot";
import type { RunningTask } from "./task-changes";

const NONCE_OCTETS = 16;

/**
 * The first nonce of a side of an account, as the bootstrap brought it. It follows from the sealed secret, so that every
 * send of a bootstrap is the same and nothing but the secret has to be kept.
 */
export function bootstrapNonce(sealer: Sealer, deviceId: string, sealedSecret: string): Buffer {
  return sealer.sign("device_challenges", `bootstrap ${deviceId} ${sealedSecret}`).subarray(0, NONCE_OCTETS);
}

/** The device as it is when the account that went out in a bootstrap is in force; null when none is out. */
export function withNextCredentials(sealer: Sealer, snapshot: DeviceSnapshot): DeviceSnapshot | null {
  const side = (purpose: "client" | "server"): StoredCredential | null => {
    const found = snapshot.credentials.find((credential) => credential.purpose === `${purpose}_next`);
    return found ? { ...found, purpose } : null;
  };
  const client = side("client");
  const server = side("server");
  if (!client || !server) return null;
  const nonceOf = ({ sealedSecret }: StoredCredential) => bootstrapNonce(sealer, snapshot.deviceId, sealedSecret);
  return {
    ...snapshot,
    credentials: [client, server],
    live: { ...snapshot.live, nonceCurrent: nonceOf(client), noncePrevious: null, serverNonce: nonceOf(server) },
  };
}

/**
 * The work that the account of a bootstrap is to do. Where the device was here before it begins a new life with it: what
 * was asked of it before the bootstrap ends in the database (`begin_life_of_bootstrap`) and is not run.
 */
export function workOfNextLife({ live }: DeviceSnapshot, running: readonly RunningTask[]): readonly RunningTask[] {
  const proved = running.find(({ run }) => run.push()?.prepared)?.task.operationId;
  if (live.lastContactAt === null || proved === undefined) return running;
  return running.filter(({ task }) => task.operationId >= proved);
}

/** Tells the plan that waits for it that the bootstrap has arrived. */
export function bootstrapProved(running: readonly RunningTask[]): readonly Effect[] {
  return running.flatMap(({ run }): Effect[] => {
    const open = run.push();
    if (!open?.prepared) return [];
    const push: PushNews = { state: "proved" };
    const answers = [{ kind: "push" as const, step: open.step, push }];
    run.give(answers);
    return [{ kind: "task", task: run.key, answers, sent: false }];
  });
}
