import { and, eq } from "drizzle-orm";
import { wakeUpSends } from "../../../drizzle/schema/wake-ups";
import { walkBy } from "../cursor";
import { findDevice } from "../devices/find-device";
import { pageOf } from "../page";
import { useCase } from "../use-case";
import { ListSendsInput, SendView } from "./schemas";

/** The pushes to a device of the last 30 days, the newest first. Throws ServiceError NOT_FOUND. */
export const listSends = useCase({
  name: "device.list_wake_ups",
  scope: "devices:read",
  input: ListSendsInput,
  output: pageOf(SendView),
  audit: false,
  async run(context, transaction, input) {
    const { device } = await findDevice(transaction, context.principal, input.id);
    const walk = walkBy(wakeUpSends.sendId, "down", "wake-ups", context, input);
    // The key is made of time: its order is that of the sends.
    const found = await transaction
      .select()
      .from(wakeUpSends)
      .where(and(eq(wakeUpSends.deviceId, device.deviceId), walk.beyond))
      .orderBy(walk.order)
      .limit(walk.rowsMax);
    const { rows, next } = walk.pageOf(found, (row) => row.sendId);
    return { items: rows.map((row) => ({ ...row, attempt: row.attempt + 1 })), next };
  },
});
