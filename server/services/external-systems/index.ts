export { addCredential } from "./add-credential";
export { createTokenAuthenticator, type TokenAuthenticator, type TokenHolder } from "./authenticate-token";
export { changeExternalSystem } from "./change-external-system";
export type { ClientProof, ClientRequest } from "./client-proof";
export { endSecret } from "./end-secret";
export { type IssuedToken, issueToken, type TokenRequest } from "./issue-token";
export { createKeySets, type KeySets } from "./key-sets";
export { listExternalSystems } from "./list-external-systems";
export { listSystemNames } from "./list-system-names";
export { readExternalSystem } from "./read-external-system";
export { readSystemPrincipal } from "./read-system-principal";
export { registerExternalSystem } from "./register-external-system";
export { replaceKeys } from "./replace-keys";
export { revokeCredential } from "./revoke-credential";
export { revokeToken } from "./revoke-token";
export { rotateSecret } from "./rotate-secret";
export {
  MeView,
  RegisteredExternalSystemView,
  TokenErrorView,
  TokenView,
} from "./schemas";
export { asTokenError, TokenError, type TokenErrorCode } from "./token-error";
