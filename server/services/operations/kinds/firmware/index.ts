export { misfitOf } from "./fit";
