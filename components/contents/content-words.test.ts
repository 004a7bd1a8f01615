import { expect, it } from "vitest";
import { ContentKind, ContentState, SignatureAlgorithm } from "@/server/services/contents/schemas";
import { CONTENT_KINDS, CONTENT_STATES, SIGNATURE_ALGORITHMS } from "./content-words";

it("the console knows every kind and state of contents, and every algorithm", () => {
  expect(CONTENT_KINDS).toEqual(ContentKind.options);
  expect(CONTENT_STATES).toEqual(ContentState.options);
  expect(SIGNATURE_ALGORITHMS).toEqual(SignatureAlgorithm.options);
});
