export { resolveSearch } from "./resolve-search";
