import { writeFile } from "node:fs/promises";
import { availableParallelism, cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { runApiBenchmark } from "../bench/api";
import { runCodecBenchmark } from "../bench/codec";
import { runContentBenchmark } from "../bench/content";
import { runEventsBenchmark } from "../bench/events";
import { runObjectsBenchmark } from "../bench/large-objects";
import { runSessionsBenchmark } from "../bench/sessions";

/** Figures by name; a benchmark of several subjects has one such object for each. */
interface Figures {
  readonly [name: string]: number | string | Figures;
}

interface Benchmark {
  readonly about: string;
  readonly run: (devices: number) => Promise<object>;
  /** How many devices where the command does not say. */
  readonly devices?: number;
}

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  codec: { about: "messages a second of CPU time, WBXML beside libwbxml and XML beside expat", run: runCodecBenchmark },
  sessions: { about: "device sessions against a running server, beside the limit line", run: runSessionsBenchmark },
  objects: {
    about: "the server's memory while 50 devices send 5 MiB each at once, and get 10 MiB",
    run: runObjectsBenchmark,
  },
  content: {
    about: "downloads beside bare file streaming, ingestion beside tee and sha256sum, and memory of 200 downloads",
    run: runContentBenchmark,
  },
  api: {
    about: "POST /operations beside a bare INSERT, and long lists: as many rows as --devices (1,000,000)",
    run: runApiBenchmark,
    devices: 1_000_000,
  },
  events: {
    about:
      "8 writers of facts with and without the projector, a reader as many events behind as --devices (1,000,000), webhooks",
    run: runEventsBenchmark,
    devices: 1_000_000,
  },
};

const DEVICES_DEFAULT = 20_000;
const DEVICES_MAX = 1_000_000;

const USAGE = `Benchmarks.

  npm run bench -- NAME [--json] [--devices N] [--report FILE]

${Object.entries(BENCHMARKS)
  .map(([name, { about }]) => `  ${name.padEnd(10)} ${about}`)
  .join("\n")}
  all        the above, one after the other, and the machine

  --json         the last line is one JSON object of the figures
  --devices N    devices or sessions, where a benchmark has any (${DEVICES_DEFAULT})
  --report FILE  also writes the figures and the machine to FILE, as JSON
`;

interface Arguments {
  readonly name: string;
  readonly json: boolean;
  readonly devices: number | undefined;
  readonly report: string | undefined;
}

/** Undefined where the arguments make no sense. */
function readArguments(): Arguments | undefined {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { json: { type: "boolean" }, devices: { type: "string" }, report: { type: "string" } },
    });
    const [name] = positionals;
    const devices = values.devices === undefined ? undefined : Number(values.devices);
    const isName = name !== undefined && (name === "all" || Object.hasOwn(BENCHMARKS, name));
    if (!isName || positionals.length !== 1) return undefined;
    const isCount = devices === undefined || (Number.isInteger(devices) && devices >= 1 && devices <= DEVICES_MAX);
    if (!isCount) return undefined;
    return { name, json: values.json ?? false, devices, report: values.report };
  } catch {
    return undefined;
  }
}

function machine(): Figures {
  return {
    processor: cpus()[0]?.model ?? "unknown",
    threads: availableParallelism(),
    memoryMb: Math.round(totalmem() / 1_048_576),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
}

async function run(name: string, devices: number | undefined): Promise<Figures> {
  if (name !== "all") return runOne(name, devices);
  const figures: Record<string, Figures> = {};
  for (const each of Object.keys(BENCHMARKS)) figures[each] = await runOne(each, devices);
  return { ...figures, machine: machine() };
}

async function runOne(name: string, devices: number | undefined): Promise<Figures> {
  const benchmark = BENCHMARKS[name];
  return (await benchmark?.run(devices ?? benchmark.devices ?? DEVICES_DEFAULT)) as Figures;
}

function table(figures: Figures, path = ""): string {
  return Object.entries(figures)
    .map(([name, value]) => {
      if (typeof value === "object") return table(value, `${path}${name}.`);
      return `${`${path}${name}`.padEnd(40)} ${typeof value === "number" ? value.toLocaleString("en") : value}\n`;
    })
    .join("");
}

const order = readArguments();
if (order === undefined) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  const figures = await run(order.name, order.devices);
  if (order.report !== undefined) {
    const report = { benchmark: order.name, at: new Date().toISOString(), machine: machine(), figures };
    await writeFile(order.report, `${JSON.stringify(report, null, 2)}\n`);
  }
  process.stdout.write(order.json ? `${JSON.stringify(figures)}\n` : table(figures));
}
