export { createRestHandler, type RestDependencies, type RestHandler } from "./handler";
export { requestRates } from "./request-rates";
