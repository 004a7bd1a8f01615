import type { RunnerContext } from "../command-runner";
import { IncomingObject } from "../incoming-object";
import { Ledger } from "../ledger";
import { builtInProfile } from "../profile";

/** What the commands of one message act on where they need a tree and nothing else: nothing is begun, nothing is waited for. */
export function runnerContext(
  own: Pick<RunnerContext, "tree" | "user" | "serverId" | "quirks" | "msgRef">,
): RunnerContext {
  const incoming = new IncomingObject(builtInProfile("phone").maxObjSize);
  return { ...own, ledger: new Ledger(), objects: null, incoming, begin: () => {}, waitFor: () => {} };
}
