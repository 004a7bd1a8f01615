export { countUnsequenced } from "./count-unsequenced";
