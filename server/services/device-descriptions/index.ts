export { createDescription } from "./create-description";
export { deleteDescription } from "./delete-description";
export { descriptionOfDevice, descriptionsOfDevices, type ModelDescription } from "./descriptions-of-devices";
export { listDescriptions } from "./list-descriptions";
export { readDescription } from "./read-description";
export { CreateDescriptionInput, DescriptionView, DescriptionWithDocument } from "./schemas";
