import { useCase } from "../use-case";
import { approvalCause } from "./approval-cause";
import { checkContent } from "./check-content";
import { checkTouches } from "./check-touches";
import { insertOperation } from "./insert-operations";
import { operationToStart, refuseForbidden, startAudit, startedView } from "./operation-to-start";
import { deliveryOf, findRecipients, insertRecipients } from "./recipients";
import { OperationView } from "./schemas";
import { StartInput } from "./start-input";
import { findTargetDevices } from "./target-devices";

/**
 * Starts an operation on devices: the operation, a task for each device, what is to be announced and the wake-ups, in
 * one transaction. Devices are taken in order of their id, so that two operations on the same devices never wait for
 * each other in a circle. Where somebody has to approve it first, it waits for that with all of them.
 *
 * Throws ServiceError FORBIDDEN for kinds with a scope of their own, INVALID_INPUT for unknown devices, times that
 * cannot be, recipients without a grant, what the parameters show to be wrong about nodes of these devices, and
 * a content that cannot be used for them (CONTENT_NOT_READY while it is not ready).
 */
export const startOperation = useCase({
  name: "operation.start",
  scope: "operations:write",
  input: StartInput,
  output: OperationView,
  audit: true,
  async run(context, transaction, input) {
    const { principal } = context;
    const { kind, params, target } = input;
    refuseForbidden(principal, input);
    const recipients = await findRecipients(transaction, principal, kind.kind, input.delivery);
    const deviceIds = await findTargetDevices(transaction, principal, target);
    await checkTouches(transaction, kind, params, deviceIds);
    await checkContent(transaction, principal, kind, params, deviceIds);
    const cause = await approvalCause(transaction, principal, kind, deviceIds.length, input.approval);
    const start = operationToStart(context, input, deviceIds, cause);
    const createdAt = await insertOperation(transaction, start);
    await insertRecipients(transaction, start.operation.operationId, recipients);
    return { result: startedView(start, createdAt, deliveryOf(recipients)), audit: startAudit(start, input) };
  },
});
