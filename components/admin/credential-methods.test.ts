import { expect, it } from "vitest";
import { CredentialMethod } from "@/server/services/external-systems/schemas";
import { CREDENTIAL_METHODS } from "./credential-methods";

it("the console knows every way for a system to prove itself", () => {
  expect(CREDENTIAL_METHODS).toEqual(CredentialMethod.options);
});
