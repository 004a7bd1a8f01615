import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { findOperation } from "./find-operation";
import { operationViews } from "./operation-view";
import { OperationIdInput, OperationView } from "./schemas";

/** Throws ServiceError NOT_FOUND. */
export const readOperation = useCase({
  name: "operation.read",
  scope: "operations:read",
  input: OperationIdInput,
  output: OperationView,
  audit: false,
  async run(context, transaction, input) {
    const row = await findOperation(transaction, context.principal, input.id);
    const [view] = await operationViews(transaction, [row]);
    if (!view) throw new ServiceError("NOT_FOUND", "There is no such operation.");
    return view;
  },
});
