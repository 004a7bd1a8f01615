import type { Encoding } from "../element";
import type { MacHeader, MacKey } from "../security";
import {
  type Answer,
  type ContentSlice,
  type ContentWanted,
  contentAhead,
  type DeviceCredentials,
  type Effect,
  type OutstandingCommands,
  type SessionLimits,
  type SessionState,
  type StepOutput,
  step,
  type TaskRun,
  type TransportProof,
  wantsParts,
} from "../session";
import { decodeMessage, encodeMessage } from "./codec";

export const TEST_LIMITS: SessionLimits = {
  challengesMax: 3,
  serverRefusalsMax: 3,
  messagesMax: 1_000,
  idleMessagesMax: 20,
  replyOctetsMax: 65_536,
  maxMsgSize: 65_536,
  maxObjSize: 5_242_880,
  commandsPerMessageMax: 50,
  alertsPerMessageMax: 100,
  nodesPerPackageMax: 10_000,
};

export interface SessionBenchOptions {
  readonly encoding: Encoding;
  /** null: the device is unknown. Its nonces are kept by the bench. */
  readonly credentials: BenchCredentials | null;
  readonly runs?: readonly TaskRun[];
  readonly limits?: Partial<SessionLimits>;
  /** Contents that planned commands name; the bench then makes its runs anew by `makeRuns` when one is wanted. */
  readonly contents?: Readonly<Record<string, Uint8Array>>;
  readonly makeRuns?: () => readonly TaskRun[];
}

export interface BenchCredentials {
  readonly client: Partial<DeviceCredentials["client"]> & Pick<DeviceCredentials["client"], "scheme">;
  readonly server?: DeviceCredentials["server"];
}

const SERVER_URI = "https://dm.carrier.example/dm";
const RESP_URI = `${SERVER_URI}?s=token`;

/**
 * What a service does around `step()`, in memory: it keeps the state, the nonces and what a session left behind, and
 * hands everything on. Nonces it draws are counters, so that a test can name them.
 */
export class SessionBench {
  state: SessionState | null = null;
  nonceCurrent: Uint8Array | null;
  noncePrevious: Uint8Array | null;
  serverNonce: Uint8Array | null;
  runs: readonly TaskRun[];
  /** Of the last exchange. */
  effects: readonly Effect[] = [];
  /** What the MAC of the last reply is made with. */
  mac: MacKey | undefined;
  /** Parts of the device's open large object, as a service keeps them. */
  parts: Uint8Array[] = [];
  /** Octets of contents that were read, in the order they were. */
  readonly contentReads: number[] = [];
  readonly #answers = new Map<string, Answer[]>();
  #abandoned: readonly OutstandingCommands[] = [];
  #drawn = 0;
  readonly #options: SessionBenchOptions;

  constructor(options: SessionBenchOptions) {
    this.#options = options;
    this.runs = options.runs ?? options.makeRuns?.() ?? [];
    this.nonceCurrent = options.credentials?.client.nonceCurrent ?? null;
    this.noncePrevious = options.credentials?.client.noncePrevious ?? null;
    this.serverNonce = options.credentials?.server?.nonce ?? null;
  }

  /** Answers one message, and keeps what follows from it. `mac`: what its HTTP header says. */
  exchange(octets: Uint8Array, mac?: MacHeader, certificate?: string): Uint8Array {
    const { encoding, limits } = this.#options;
    const { message, problems } = decodeMessage(octets, encoding);
    const isNew = message.header.target.locUri !== RESP_URI;
    if (isNew) {
      this.#abandoned = this.state?.outstanding ?? this.#abandoned;
      this.state = null;
    }
    this.#drawn += 1;
    const stepWith = (content: ContentSlice | null): StepOutput =>
      step({
        state: this.state,
        abandoned: this.#abandoned,
        message,
        ...(wantsParts(this.state, message) && { parts: Buffer.concat(this.parts) }),
        ...(content && { content }),
        problems,
        encoding,
        work: this.runs,
        credentials: this.#credentials(),
        transport: transportOf(octets, mac, certificate),
        nonces: { client: nonceNumber("C", this.#drawn), challenge: nonceNumber("X", 0) },
        limits: { ...TEST_LIMITS, ...limits },
        server: { uri: SERVER_URI, respUri: RESP_URI },
      });
    let output = stepWith(this.#read(contentAhead(this.state, this.runs, { ...TEST_LIMITS, ...limits })));
    if (output.wanted) {
      this.#makeRunsAnew();
      output = stepWith(this.#read(output.wanted));
    }
    this.#keep(output);
    return encodeMessage(output.reply, encoding);
  }

  effect<Kind extends Effect["kind"]>(kind: Kind): Extract<Effect, { kind: Kind }> | undefined {
    return this.effects.find((effect): effect is Extract<Effect, { kind: Kind }> => effect.kind === kind);
  }

  #read(wanted: ContentWanted | null): ContentSlice | null {
    const whole = wanted && this.#options.contents?.[wanted.content];
    if (!wanted || !whole) return null;
    const octets = whole.subarray(wanted.from, wanted.from + wanted.octets);
    this.contentReads.push(octets.length);
    return { content: wanted.content, from: wanted.from, octets };
  }

  #makeRunsAnew(): void {
    this.runs = this.#options.makeRuns?.() ?? [];
    for (const run of this.runs) run.give(this.#answers.get(run.key) ?? []);
  }

  #keep({ state, effects, mac }: StepOutput): void {
    this.state = state;
    this.effects = effects;
    this.mac = mac;
    for (const effect of effects) {
      if (effect.kind === "authenticated") this.#abandoned = [];
      if (effect.kind === "part") this.parts = [...this.parts.slice(0, effect.n), effect.octets];
      if (effect.kind === "parts_over" || effect.kind === "session_over") this.parts = [];
      if (effect.kind === "task") {
        this.#answers.set(effect.task, [...(this.#answers.get(effect.task) ?? []), ...effect.answers]);
      }
      if (effect.kind === "server_nonce") this.serverNonce = effect.nonce;
      if (effect.kind !== "client_nonce") continue;
      if (effect.used !== "previous") this.noncePrevious = this.nonceCurrent;
      this.nonceCurrent = effect.nonce;
    }
  }

  #credentials(): DeviceCredentials | null {
    const { credentials } = this.#options;
    if (!credentials) return null;
    const { nonceCurrent, noncePrevious } = this;
    return {
      client: {
        name: "",
        secret: new Uint8Array(),
        acceptPreviousNonce: true,
        acceptEmptyNonce: false,
        sessionTrust: true,
        challengeNonces: [nonceNumber("X", 0)],
        ...credentials.client,
        nonceCurrent,
        noncePrevious,
      },
      server: { ...(credentials.server ?? NO_SERVER), nonce: this.serverNonce },
    };
  }
}

function transportOf(body: Uint8Array, mac?: MacHeader, certificate?: string): TransportProof {
  return { mac: mac ? { ...mac, body } : null, certificate: certificate ?? null };
}

const NO_SERVER: DeviceCredentials["server"] = { scheme: "none", name: "", secret: new Uint8Array(), nonce: null };

/** 16 octets that read as what they are. */
export function nonceNumber(letter: string, number: number): Uint8Array {
  return Buffer.from(`${letter}-nonce-${String(number).padStart(8, "0")}`, "ascii");
}
