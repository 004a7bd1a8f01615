export { listImportProblems } from "./list-import-problems";
export { readImport } from "./read-import";
export { receiveImport } from "./receive-import";
export { endCutImports, runImports } from "./run-imports";
export { ImportView } from "./schemas";
