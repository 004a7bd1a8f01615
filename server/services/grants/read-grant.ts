import { useCase } from "../use-case";
import { findGrant } from "./find-grant";
import { grantView } from "./grant-view";
import { GrantIdInput, GrantView } from "./schemas";

/** Throws ServiceError NOT_FOUND. */
export const readGrant = useCase({
  name: "grant.read",
  scope: "events:read",
  input: GrantIdInput,
  output: GrantView,
  audit: false,
  run: async ({ principal }, transaction, { id }) => grantView(await findGrant(transaction, principal, id)),
});
