import { revokeToken, TokenError } from "../../services/external-systems";
import { jsonAnswer } from "./answer";
import { answerClient } from "./oauth-client";
import type { OwnRoute } from "./route";

/** `POST /oauth/revoke` (RFC 7009): the answer is the same whether or not there was such a token. */
export const revocationRoute: OwnRoute = {
  kind: "own",
  method: "POST",
  path: "/oauth/revoke",
  authenticated: false,
  answer: (own) =>
    answerClient(own, async (client, form) => {
      const token = form.get("token");
      if (!token) throw new TokenError("invalid_request", "token is missing.");
      await revokeToken(own.database, { ...client, token });
      return jsonAnswer(200, {});
    }),
};
