import { type Answer, jsonAnswer } from "../answer";
import { refuseQuery } from "../query";
import type { OwnRoute, UseCaseRoute } from "../route";
import { openApiDocument } from "./document";

export type { OpenApiDocument } from "./document";

/** `GET /openapi.json`, for everybody. Made once, when it is first asked for. */
export function openApiRoute(routes: readonly UseCaseRoute[]): OwnRoute {
  let answer: Answer | null = null;
  return {
    kind: "own",
    method: "GET",
    path: "/openapi.json",
    authenticated: false,
    async answer({ query }) {
      refuseQuery(query);
      answer ??= jsonAnswer(200, openApiDocument(routes));
      return answer;
    },
  };
}
