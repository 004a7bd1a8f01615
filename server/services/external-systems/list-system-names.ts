import { asc, eq } from "drizzle-orm";
import { z } from "zod";
import { externalSystems } from "../../../drizzle/schema/access";
import { toPublicId } from "../../ids";
import { refuseSystems } from "../calling-system";
import { useCase } from "../use-case";
import { SystemNamesView } from "./schemas";

/** More of them are called by their id. */
const NAMES_MAX = 1_000;

/**
 * What the External Systems of the environment are called, for people who read of them by id.
 *
 * Throws ServiceError FORBIDDEN for an External System: the others are not its business.
 */
export const listSystemNames = useCase({
  name: "external_system.list_names",
  scope: "events:read",
  input: z.strictObject({}),
  output: SystemNamesView,
  audit: false,
  async run({ principal }, transaction) {
    refuseSystems(principal, "Only people read the names of systems.");
    const rows = await transaction
      .select({ systemId: externalSystems.systemId, name: externalSystems.name })
      .from(externalSystems)
      .where(eq(externalSystems.realm, principal.realm))
      .orderBy(asc(externalSystems.name))
      .limit(NAMES_MAX);
    return { items: rows.map(({ systemId, name }) => ({ id: toPublicId("xs", systemId), name })) };
  },
});
