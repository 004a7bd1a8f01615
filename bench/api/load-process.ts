import { type ApiLoadOrder, runApiLoad } from "./load";

/** Entry of the load generator's process: the order as JSON in the first argument, the report as JSON on stdout. */
const order = JSON.parse(process.argv[2] ?? "{}") as ApiLoadOrder;
console.log(JSON.stringify(await runApiLoad(order)));
