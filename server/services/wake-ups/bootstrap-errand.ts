import type { Sql } from "../../db/client";
import type { BootstrapCredential, BootstrapRefusal, PushMessage, PushNews } from "../../oma-dm";
import { writeBootstrap } from "../../oma-dm";
import type { DeviceSnapshot } from "../device-sessions/device-snapshot";
import type { DeviceStore } from "../device-sessions/device-store";
import { bootstrapNonce } from "../device-sessions/next-credentials";
import { pushChanges } from "../device-sessions/push-changes";
import { runningTasksOf } from "../device-sessions/running-tasks";
import type { RunningTask } from "../device-sessions/task-changes";
import type { OpenPush } from "../operations/plans";
import { openParameter } from "../operations/sealed-parameters";
import type { Sealer } from "../secrets";
import type { Errand } from "./errand";
import { type NextAccount, newAccount, openSecret, prepareBootstrap, preparedAccount } from "./next-account";

export interface BootstrapOptions {
  readonly sql: Sql;
  readonly store: DeviceStore;
  readonly sealer: Sealer;
  /** Full address of the device listener, as the device is to know it. */
  readonly dmUrl: string;
  /** The same for devices of the sandbox; left out: there are none. */
  readonly sandboxDmUrl?: string | undefined;
}

/** `settled`: there is nothing to send now; whoever claimed the device looks at it again. */
export type BootstrapErrand = Errand | "none" | "settled";

const RACES_MAX = 5;
const DISPLAY_NAME = "DMWSI";

/**
 * The bootstrap that one of the device's tasks waits to have sent. The first time its secrets are made up and stored
 * beside those that are valid, together with the time after which nobody waits any more; later sends bring the same
 * document. One that must not be sent ends its task.
 */
export async function bootstrapErrand(
  options: BootstrapOptions,
  snapshot: DeviceSnapshot,
  imsi: string | null,
): Promise<BootstrapErrand> {
  const waiting = runningTasksOf(snapshot).flatMap((entry) => {
    const open = entry.run.push();
    return open ? [{ entry, open }] : [];
  });
  const [first] = waiting;
  if (!first) return "none";
  // The one whose account is stored already is brought to its end before another takes its place.
  const { entry, open } = waiting.find((one) => one.open.prepared) ?? first;
  const account = open.prepared ? preparedAccount(snapshot) : newAccount(options.sealer, snapshot);
  const push = account
    ? write(options, snapshot, imsi, entry, open, account)
    : "Its credentials were replaced after it was sent: what the device has of it is worth nothing.";
  if (typeof push === "string") {
    await tell(options.store, snapshot.deviceId, entry.task.operationId, { state: "unsendable", problem: push });
    return "settled";
  }
  if (!open.prepared && account) {
    const changes = pushChanges(entry, open, { state: "prepared" });
    if (!(await prepareBootstrap(options.sql, snapshot, account, changes))) return "settled";
  }
  return {
    purpose: "bootstrap",
    only: open.order.channel,
    push,
    validForSeconds: open.withinSeconds,
    taken: (channel) => tell(options.store, snapshot.deviceId, entry.task.operationId, { state: "taken", channel }),
  };
}

/** The document as a push; a text: why it must not be written. */
function write(
  { sealer, dmUrl, sandboxDmUrl }: BootstrapOptions,
  { deviceId, device }: DeviceSnapshot,
  imsi: string | null,
  { task }: RunningTask,
  { order }: OpenPush,
  account: NextAccount,
): PushMessage | string {
  const side = (of: "client" | "server"): BootstrapCredential => {
    const { scheme, name, sealedSecret } = account[of];
    const nonce = scheme === "BASIC" ? null : bootstrapNonce(sealer, deviceId, sealedSecret);
    return { scheme, name, nonce, secret: openSecret(sealer, deviceId, of, sealedSecret) };
  };
  const outcome = writeBootstrap({
    profile: order.profile,
    devId: device.devId,
    security: order.security,
    imsi,
    pin: order.pin && openParameter(sealer, task.operationId, order.pin),
    account: {
      serverId: account.server.name,
      displayName: DISPLAY_NAME,
      serverUrl: device.realm === "sandbox" ? (sandboxDmUrl ?? dmUrl) : dmUrl,
      connection: null,
      startsSession: true,
      client: side("client"),
      server: side("server"),
    },
  });
  return outcome.state === "written" ? outcome.push : REFUSALS[outcome.reason];
}

const REFUSALS: Readonly<Record<BootstrapRefusal, string>> = {
  SECRET_WITHOUT_MAC: "A secret is never sent without a MAC that protects it: choose netwpin, userpin or usernetwpin.",
  SECURITY_NOT_OF_PROFILE: "The profile does not know this method: choose another one of the two.",
  IMSI_MISSING: "The IMSI of the device is not known: add it to the device, or choose userpin.",
  PIN_MISSING: "The method needs the PIN that the user was told.",
  PIN_UNFIT: "The PIN does not fit the method: 4 to 20 digits.",
};

/** Gives a task's plan news of its push; the device may change meanwhile, which is then read again. */
async function tell(store: DeviceStore, deviceId: string, operationId: string, news: PushNews): Promise<void> {
  for (let race = 0; race < RACES_MAX; race += 1) {
    const snapshot = await store.load(deviceId);
    const entry = snapshot && runningTasksOf(snapshot).find(({ task }) => task.operationId === operationId);
    const open = entry?.run.push();
    // It has ended: a session proved it, or its time is over.
    if (!snapshot || !entry || !open) return;
    const changes = pushChanges(entry, open, news);
    if (await store.change(deviceId, snapshot.live.version, { realm: snapshot.device.realm, ...changes })) return;
  }
}
