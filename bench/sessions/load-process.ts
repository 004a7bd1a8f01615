import { type LoadOrder, runLoad } from "./load";

/** Entry of the load generator's process: the order as JSON in the first argument, the report as JSON on stdout. */
const order = JSON.parse(process.argv[2] ?? "{}") as LoadOrder;
console.log(JSON.stringify(await runLoad(order)));
