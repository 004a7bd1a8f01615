export { countContentOctets } from "./count-content-octets";
export { countUnsequenced } from "./count-unsequenced";
