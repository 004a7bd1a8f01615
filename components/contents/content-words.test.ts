import { expect, it } from "vitest";
import { ContentKind, ContentState } from "@/server/services/contents/schemas";
import { CONTENT_KINDS, CONTENT_STATES } from "./content-words";

it("the console knows every kind and state of contents", () => {
  expect(CONTENT_KINDS).toEqual(ContentKind.options);
  expect(CONTENT_STATES).toEqual(ContentState.options);
});
