import { statusMeaning } from "../../oma-dm";
import { useCase } from "../use-case";
import { ExplainStatusesInput, StatusMeaningsView } from "./schemas";

/** What DM status codes say, in the engine's words: one table for results, traces and documents. */
export const explainStatuses = useCase({
  name: "protocol.explain_statuses",
  scope: "devices:read",
  audit: false,
  input: ExplainStatusesInput,
  output: StatusMeaningsView,
  run: async (_context, _transaction, { codes }) => ({
    items: codes.map((code) => ({ code, ...statusMeaning(code) })),
  }),
});
