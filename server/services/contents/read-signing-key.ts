import { and, eq } from "drizzle-orm";
import { signingKeys } from "../../../drizzle/schema/contents";
import { fromPublicId } from "../../ids";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { SigningKeyIdInput, SigningKeyView } from "./schemas";
import { signingKeyView } from "./signing-key-view";

/** Throws ServiceError NOT_FOUND. */
export const readSigningKey = useCase({
  name: "signing_key.read",
  scope: "contents:read",
  input: SigningKeyIdInput,
  output: SigningKeyView,
  audit: false,
  async run({ principal }, transaction, { id }) {
    const keyId = fromPublicId("sgk", id);
    const [row] = keyId
      ? await transaction
          .select()
          .from(signingKeys)
          .where(and(eq(signingKeys.keyId, keyId), eq(signingKeys.realm, principal.realm)))
      : [];
    if (!row) throw new ServiceError("NOT_FOUND", "There is no such signing key.");
    return signingKeyView(row);
  },
});
