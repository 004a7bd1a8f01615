import { clientSecrets } from "../../../drizzle/schema/access";
import type { Transaction } from "../../db/client";
import { newUuid } from "../../ids";
import type { Realm } from "../principal";
import { hashOf, newClientSecret } from "./credential-format";

/** Makes a secret up, keeps its hash and gives it away. */
export async function insertSecret(transaction: Transaction, clientId: string, realm: Realm): Promise<string> {
  const clientSecret = newClientSecret(realm);
  await transaction.insert(clientSecrets).values({ secretId: newUuid(), clientId, secretHash: hashOf(clientSecret) });
  return clientSecret;
}
