import { publishedKeys } from "../../services/events";
import { jsonAnswer } from "./answer";
import { refuseQuery } from "./query";
import type { OwnRoute } from "./route";

/** `GET /.well-known/jwks.json`, for everybody, below the base and at the origin: the keys that events are signed with. */
export const jwksRoute: OwnRoute = {
  kind: "own",
  method: "GET",
  path: "/.well-known/jwks.json",
  authenticated: false,
  async answer({ query, database }) {
    refuseQuery(query);
    return jsonAnswer(200, await publishedKeys(database));
  },
};
