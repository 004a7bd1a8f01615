import { count, eq } from "drizzle-orm";
import { deviceDescriptions } from "../../../drizzle/schema/device-descriptions";
import { newUuid } from "../../ids";
import { DecodeError, readDdf } from "../../oma-dm";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { descriptionView } from "./description-view";
import { CreateDescriptionInput, DescriptionView } from "./schemas";

/** Of one realm. */
const DESCRIPTIONS_MAX = 1_000;

/**
 * Takes in what a maker says of the tree of a model (DDF). Operations on devices of that model are checked against it
 * from now on, and the nodes of their trees have titles and descriptions. What is odd in the document is told.
 *
 * Throws ServiceError INVALID_INPUT for a document that describes nothing, CONFLICT where the model has one already,
 * LIMIT_EXCEEDED.
 */
export const createDescription = useCase({
  name: "device_description.create",
  scope: "devices:write",
  input: CreateDescriptionInput,
  output: DescriptionView,
  audit: true,
  async run(context, transaction, input) {
    const { realm } = context.principal;
    const { description, problems } = read(input.document);
    const manufacturer = input.manufacturer ?? description.manufacturer;
    const model = input.model ?? description.model;
    if (manufacturer === null) throw missing("manufacturer");
    if (model === null) throw missing("model");
    const [held] = await transaction
      .select({ count: count() })
      .from(deviceDescriptions)
      .where(eq(deviceDescriptions.realm, realm));
    if ((held?.count ?? 0) >= DESCRIPTIONS_MAX) {
      throw new ServiceError("LIMIT_EXCEEDED", `There are ${DESCRIPTIONS_MAX} descriptions. Delete one first.`);
    }
    const { document, firmwarePrefix } = input;
    const about = { realm, manufacturer, model, firmwarePrefix };
    const [row] = await transaction
      .insert(deviceDescriptions)
      .values({ ...about, descriptionId: newUuid(), document, nodes: description.size, problems: [...problems] })
      .onConflictDoNothing()
      .returning();
    if (!row) {
      throw new ServiceError("CONFLICT", "There is a description of this model and firmware. Delete it first.");
    }
    const result = descriptionView(row);
    return { result, audit: { object: result.id, after: { ...about, nodes: description.size } } };
  },
});

function read(document: string) {
  try {
    const read = readDdf(Buffer.from(document), "xml");
    const fatal = read.problems.find(({ code }) => code === "not_a_tree" || code === "too_many_nodes");
    if (fatal) throw badDocument(`${fatal.code} ${fatal.detail}`.trimEnd());
    if (read.description.size === 0) throw badDocument("It describes no node.");
    return read;
  } catch (error) {
    if (error instanceof DecodeError) throw badDocument(`It cannot be read: ${error.message}.`);
    throw error;
  }
}

function badDocument(detail: string): ServiceError {
  const fields = [{ pointer: "/document", code: "bad_document", detail }];
  return new ServiceError("INVALID_INPUT", "This is no device description (DDF 1.2).", fields);
}

function missing(field: string): ServiceError {
  const detail = "The document does not say it: give it here.";
  return new ServiceError("INVALID_INPUT", "Whose description is it?", [
    { pointer: `/${field}`, code: "required", detail },
  ]);
}
