export { type Rate, takeFromRate } from "./take-from-rate";
