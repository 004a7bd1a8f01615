import { and, desc, eq, gt, sql } from "drizzle-orm";
import { dmMessages } from "../../../drizzle/schema/sessions";
import type { Database } from "../../db/client";
import type { Sealer } from "../secrets";
import { openExchange } from "./exchange-body";

const EXCHANGES_SEARCHED_MAX = 20;

/**
 * The reply that was given to these very octets within the last ten minutes, or null. A repeated message gets the same
 * octets again and runs nothing twice.
 */
export async function replyToRepeated(
  database: Database,
  sealer: Sealer,
  deviceId: string,
  request: Uint8Array,
): Promise<Uint8Array | null> {
  const rows = await database
    .select()
    .from(dmMessages)
    .where(
      and(
        eq(dmMessages.deviceId, deviceId),
        gt(dmMessages.at, sql`now() - interval '10 minutes'`),
        eq(dmMessages.requestLength, request.length),
      ),
    )
    .orderBy(desc(dmMessages.at))
    .limit(EXCHANGES_SEARCHED_MAX);
  for (const row of rows) {
    const exchange = openExchange(sealer, row);
    if (exchange.isRequest(request)) return exchange.reply;
  }
  return null;
}
