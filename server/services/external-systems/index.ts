export { createTokenAuthenticator, type TokenAuthenticator } from "./authenticate-token";
export { type IssuedToken, issueToken, type TokenRequest } from "./issue-token";
export { registerExternalSystem } from "./register-external-system";
export {
  MeView,
  RegisteredExternalSystemView,
  TokenErrorView,
  TokenView,
} from "./schemas";
export { asTokenError, TokenError, type TokenErrorCode } from "./token-error";
