import { describe, expect, it } from "vitest";
import { z } from "zod";
import { fieldWords } from "./field-words";

function wordsFor(schema: z.ZodType, input: unknown): string | undefined {
  return schema.safeParse(input, { error: fieldWords }).error?.issues[0]?.message;
}

describe("fieldWords", () => {
  it("says what is wrong with a field as one would to a person, and what to do", () => {
    expect(wordsFor(z.string(), undefined)).toBe("This is missing. Give it.");
    expect(wordsFor(z.string(), 1)).toBe("This has to be a text.");
    expect(wordsFor(z.number().int(), 1.5)).toBe("This has to be a whole number.");
    expect(wordsFor(z.string().trim().min(1), " ")).toBe("This is empty. Fill it in.");
    expect(wordsFor(z.string().min(8), "short")).toBe("This has to have at least 8 characters.");
    expect(wordsFor(z.string().max(3), "long")).toBe("This has to have at most 3 characters.");
    expect(wordsFor(z.array(z.string()).min(1), [])).toBe("This has to have at least 1 entry.");
    expect(wordsFor(z.number().max(5), 9)).toBe("This has to be at most 5.");
    expect(wordsFor(z.email(), "a@b")).toBe("An e-mail address looks like name@carrier.example.");
    expect(wordsFor(z.url(), "x")).toBe("An address looks like https://host.example/path.");
    expect(wordsFor(z.enum(["a", "b"]), "c")).toBe("This has to be one of a, b.");
    expect(wordsFor(z.literal(2), 3)).toBe("This has to be 2.");
    expect(wordsFor(z.iso.datetime({ offset: true }), "today")).toBe("A time looks like 2026-11-27T08:00:00Z.");
    const forms = z.discriminatedUnion("type", [
      z.object({ type: z.literal("a") }),
      z.object({ type: z.literal("b") }),
    ]);
    expect(wordsFor(forms, { type: "c" })).toBe("This has to be one of a, b.");
  });

  it("leaves the word to a schema that has words of its own", () => {
    expect(wordsFor(z.string().min(1, "Say why."), "")).toBe("Say why.");
  });
});
