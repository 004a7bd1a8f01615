import { issueToken, TokenError } from "../../services/external-systems";
import { jsonAnswer } from "./answer";
import { answerClient } from "./oauth-client";
import type { OwnRoute } from "./route";

/** `POST /oauth/token`: client credentials grant (RFC 6749 4.4); its errors are those of RFC 6749 5.2. */
export const tokenRoute: OwnRoute = {
  kind: "own",
  method: "POST",
  path: "/oauth/token",
  authenticated: false,
  answer: (own) =>
    answerClient(own, async (client, form) => {
      const grant = form.get("grant_type");
      if (grant === undefined) throw new TokenError("invalid_request", "grant_type is missing.");
      if (grant !== "client_credentials") throw new TokenError("unsupported_grant_type", "Use client_credentials.");
      const scope = form.get("scope");
      const request = { ...client, ...(scope !== undefined && { scope }) };
      const issued = await issueToken(own.database, request);
      const token = {
        access_token: issued.accessToken,
        token_type: "Bearer",
        expires_in: issued.expiresIn,
        scope: issued.scopes.join(" "),
      };
      return jsonAnswer(200, token, { Pragma: "no-cache" });
    }),
};
