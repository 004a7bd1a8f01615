import { deviceDescriptions } from "../../../drizzle/schema/device-descriptions";
import { toPublicId } from "../../ids";
import type { DescriptionView } from "./schemas";

/** All but the document, which may be large. */
export const DESCRIPTION_COLUMNS = {
  descriptionId: deviceDescriptions.descriptionId,
  manufacturer: deviceDescriptions.manufacturer,
  model: deviceDescriptions.model,
  firmwarePrefix: deviceDescriptions.firmwarePrefix,
  nodes: deviceDescriptions.nodes,
  problems: deviceDescriptions.problems,
  createdAt: deviceDescriptions.createdAt,
} as const;

type DescriptionRow = Pick<typeof deviceDescriptions.$inferSelect, keyof typeof DESCRIPTION_COLUMNS>;

export function descriptionView({ descriptionId, createdAt, ...row }: DescriptionRow): DescriptionView {
  const { manufacturer, model, firmwarePrefix, nodes, problems } = row;
  return {
    id: toPublicId("ddf", descriptionId),
    manufacturer,
    model,
    firmwarePrefix,
    nodes,
    problems: problems.map(({ code, uri, detail }) => ({ code, uri, detail })),
    createdAt: createdAt.toISOString(),
  };
}
