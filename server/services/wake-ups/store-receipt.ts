import type postgres from "postgres";
import type { ReceiptState } from "../../../drizzle/schema/wake-ups";
import type { Receipt } from "../../adapters/channels";
import type { Sql } from "../../db/client";
import { MODELS_COUNTED_MAX } from "./models-counted";
import { type PartReceipts, receiptOf, withReceipt } from "./receipt-state";
import { readSendName } from "./send-name";

interface SentRow {
  readonly state: "sending" | "accepted" | "retry" | "rejected";
  readonly refs: readonly string[];
  readonly receipts: PartReceipts;
  readonly receipt: ReceiptState | null;
}

/**
 * Keeps a receipt with the push it belongs to, and counts it once. False: no push of ours is meant, or none that is stored
 * yet. `heardSecondsAgo`: it is not about what was sent since, though that may have a reference that reads alike. Rows are taken in the
 * order in which the sender takes them: wake-up, push, statistics.
 */
export async function storeReceipt(sql: Sql, channel: string, receipt: Receipt, heardSecondsAgo = 0): Promise<boolean> {
  return sql.begin(async (transaction) => {
    const key = await findKey(transaction, channel, receipt, heardSecondsAgo);
    if (!key) return false;
    const { deviceId, sendId } = key;
    await transaction`select 1 from wake_ups where device_id = ${deviceId} for update`;
    const [sent] = await transaction<SentRow[]>`
      select state, refs, receipts, receipt from wake_up_sends where device_id = ${deviceId} and send_id = ${sendId} for update`;
    if (!sent) return false;
    const part = receipt.part ?? sent.refs.findIndex((ref) => receipt.refs.includes(ref)) + 1;
    const receipts = withReceipt(sent.receipts, Math.max(part, 1), receipt.state);
    const state = receiptOf(receipts, partsOf(sent, receipt));
    await transaction`
      update wake_up_sends set receipts = ${JSON.stringify(receipts)}::text::jsonb, receipt = ${state},
        receipt_code = ${receipt.code}, receipt_at = now()
      where device_id = ${deviceId} and send_id = ${sendId}`;
    await transaction`update wake_ups set receipt = ${state} where device_id = ${deviceId} and send_id = ${sendId}`;
    if (isSettled(state) && !isSettled(sent.receipt))
      await count(transaction, channel, deviceId, state === "delivered");
    return true;
  });
}

/** A push that its channel has not taken whole has no references yet, and may have parts of which none will come. */
function partsOf({ state, refs }: SentRow, receipt: Receipt): number {
  return Math.max(state === "accepted" ? refs.length : (receipt.parts ?? 1), 1);
}

function isSettled(state: ReceiptState | null): boolean {
  return state !== null && state !== "unknown";
}

/** By its name, or by the newest push that has one of its references. */
async function findKey(
  sql: postgres.TransactionSql,
  channel: string,
  { id, refs }: Receipt,
  heardSecondsAgo: number,
): Promise<ReturnType<typeof readSendName>> {
  if (id !== null) return readSendName(id);
  const [row] = await sql<{ device_id: string; send_id: string }[]>`
    select device_id, send_id from wake_up_sends
    where refs <> '{}' and refs && ${[...refs]}::text[] and channel = ${channel}
      and sent_at <= now() - make_interval(secs => ${heardSecondsAgo}::float8)
    order by sent_at desc limit 1`;
  return row ? { deviceId: row.device_id, sendId: row.send_id } : null;
}

async function count(sql: postgres.TransactionSql, channel: string, deviceId: string, arrived: boolean): Promise<void> {
  await sql`
    insert into channel_statistics as s (day, realm, channel, manufacturer, model, delivered, undelivered)
    select days.day, d.realm, ${channel}, m.manufacturer, m.model, ${arrived ? 1 : 0}::integer, ${arrived ? 0 : 1}::integer
    from devices d
      cross join (select (now() at time zone 'utc')::date as day) days
      cross join lateral counted_model(days.day, d.realm, ${channel}, coalesce(d.manufacturer, ''), coalesce(d.model, ''),
        ${MODELS_COUNTED_MAX}) m
    where d.device_id = ${deviceId}
    on conflict (day, realm, channel, manufacturer, model) do update set
      delivered = s.delivered + excluded.delivered, undelivered = s.undelivered + excluded.undelivered`;
}
