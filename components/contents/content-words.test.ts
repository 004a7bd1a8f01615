import { expect, it } from "vitest";
import { ContentKind, ContentState, SignatureAlgorithm } from "@/server/services/contents/schemas";
import { CERTIFIED_ALGORITHMS, CONTENT_KINDS, CONTENT_STATES } from "./content-words";

it("the console knows every kind and state of contents, and every algorithm of certified keys", () => {
  expect(CONTENT_KINDS).toEqual(ContentKind.options);
  expect(CONTENT_STATES).toEqual(ContentState.options);
  expect(CERTIFIED_ALGORITHMS).toEqual(SignatureAlgorithm.exclude(["minisign"]).options);
});
