import { jsonAnswer } from "./answer";
import { refuseQuery } from "./query";
import type { OwnRoute } from "./route";

/** How long whoever asked may keep the keys. */
const KEPT_SECONDS = 300;

/** `GET /.well-known/jwks.json`, for everybody, below the base and at the origin: the keys that events are signed with. */
export const jwksRoute: OwnRoute = {
  kind: "own",
  method: "GET",
  path: "/.well-known/jwks.json",
  authenticated: false,
  async answer({ query, publishedKeys }) {
    refuseQuery(query);
    const found = await publishedKeys();
    // Where there is none yet the first one signs at once; a later one only a day after it is here.
    return jsonAnswer(200, found, found.keys.length > 0 ? { "Cache-Control": `public, max-age=${KEPT_SECONDS}` } : {});
  },
};
