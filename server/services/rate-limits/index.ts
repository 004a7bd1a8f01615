export { createRateTaker, type Rate, type RateTaker } from "./rate-taker";
