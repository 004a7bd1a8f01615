import { deviceIdOf } from "../../server/ids";
import { readOperation } from "../../server/services/operations";
import { findViolations } from "../../server/testing/invariants";
import { findLedgerViolations, type Ledgers } from "../../server/testing/ledger-invariants";
import type { WorkingFleet } from "../../server/testing/working-fleet";
import type { World } from "./world";

/** What does not hold when the work of a round is done, in words; nothing where all is well. */
export async function checkRound(
  { pool }: World,
  run: WorkingFleet,
  operations: readonly string[],
): Promise<readonly string[]> {
  const found = [...(await findViolations(pool.sql)), ...(await findLedgerViolations(pool.sql, ledgersOf(run)))].map(
    ({ invariant, sentence, rows }) => `${invariant}: ${sentence} ${JSON.stringify(rows)}`,
  );
  for (const id of operations) {
    const { state, kind, counts } = await readOperation(run.context, { id });
    if (state !== "completed" || counts.succeeded !== run.devices.length) {
      found.push(`${kind}: ${state}, ${JSON.stringify(counts)}`);
    }
  }
  const { unequalRepeats, oversizedReplies } = run.fleet.statistics();
  if (unequalRepeats > 0) found.push(`${unequalRepeats} repeated messages got another answer`);
  if (oversizedReplies > 0) found.push(`${oversizedReplies} answers were larger than the device takes`);
  return found;
}

function ledgersOf({ fleet, devices }: WorkingFleet): Ledgers {
  const ids = devices.map(({ devId }) => ({ devId, deviceId: deviceIdOf("live", devId) }));
  return {
    devices: ids.map(({ devId, deviceId }) => ({
      deviceId,
      execs: fleet.ledgerOf(devId).filter((entry) => entry.command === "Exec"),
    })),
    alerts: { deviceIds: ids.map(({ deviceId }) => deviceId), taken: fleet.statistics().reportsTaken },
  };
}
