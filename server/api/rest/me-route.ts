import type { z } from "zod";
import type { MeView } from "../../services/external-systems";
import { jsonAnswer } from "./answer";
import { BODY_OCTETS_MAX, KEYS_PER_OBJECT_MAX, NESTING_LEVELS_MAX } from "./limits";
import { unauthenticated } from "./problem";
import { refuseQuery } from "./query";
import type { OwnRoute } from "./route";

const INLINE_DEVICES_MAX = 10_000;
const PAGE_ROWS_MAX = 500;

/** `GET /me`: who the token's holder is, and what it may do. */
export const meRoute: OwnRoute = {
  kind: "own",
  method: "GET",
  path: "/me",
  authenticated: true,
  async answer({ principal, query }) {
    refuseQuery(query);
    if (!principal) throw unauthenticated("Send an access token.");
    const me: z.input<typeof MeView> = {
      id: principal.id,
      kind: principal.kind,
      name: principal.name,
      environment: principal.realm,
      scopes: [...principal.scopes],
      limits: {
        bodyOctets: BODY_OCTETS_MAX,
        nestingLevels: NESTING_LEVELS_MAX,
        keysPerObject: KEYS_PER_OBJECT_MAX,
        inlineDevices: INLINE_DEVICES_MAX,
        pageRows: PAGE_ROWS_MAX,
      },
    };
    return jsonAnswer(200, me);
  },
};
