import type { deviceImports } from "../../../drizzle/schema/device-imports";
import { toPublicId } from "../../ids";
import type { ImportView } from "./schemas";

export function importView(row: typeof deviceImports.$inferSelect): ImportView {
  const { importId, state, octets, lines, registered, existing, refused, problem, createdAt, endedAt } = row;
  return {
    id: toPublicId("imp", importId),
    state,
    octets,
    lines,
    registered,
    existing,
    refused,
    problem,
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}
