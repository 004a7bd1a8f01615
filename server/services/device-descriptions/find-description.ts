import { and, eq } from "drizzle-orm";
import { deviceDescriptions } from "../../../drizzle/schema/device-descriptions";
import { fromPublicId } from "../../ids";
import { ServiceError } from "../errors";
import type { Principal } from "../principal";

/** Which row a public id (`ddf_...`) names, as far as the principal may see it. Throws ServiceError NOT_FOUND. */
export function descriptionOf(principal: Principal, id: string) {
  const descriptionId = fromPublicId("ddf", id);
  if (!descriptionId) throw noSuchDescription();
  return and(eq(deviceDescriptions.descriptionId, descriptionId), eq(deviceDescriptions.realm, principal.realm));
}

export function noSuchDescription(): ServiceError {
  return new ServiceError("NOT_FOUND", "There is no such description.");
}
