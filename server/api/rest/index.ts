export { createRestHandler, type RestDependencies, type RestHandler } from "./handler";
