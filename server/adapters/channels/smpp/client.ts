import { setTimeout as sleep } from "node:timers/promises";
import type { Field, Pdu } from "smpp";
import { type BindOptions, BindRefused, type Bound, bindToCentre } from "./bind";
import { LinkFailure } from "./link";
import { MESSAGE_ID_CHARACTERS_MAX } from "./message-references";
import { Pace } from "./pace";

export interface ClientOptions extends BindOptions {
  /** Requests that may be open at a time. */
  readonly window: number;
  readonly perSecond: number;
  readonly pauses: {
    /** Between attempts to connect; doubled after each. */
    readonly reconnectMs: number;
    readonly reconnectMsMax: number;
    /** When the centre says that it is too much; doubled each time. */
    readonly throttledMs: number;
    readonly throttledMsMax: number;
  };
}

export type Submitted =
  /** `messageId` "": the centre gave none, or one that is none; there will be no receipt. */
  | { readonly state: "accepted"; readonly messageId: string }
  /** `afterMs` null: it will fail again. */
  | { readonly state: "failed"; readonly afterMs: number | null; readonly code: string };

/** Command statuses. Source: SMPP 3.4, 5.1.3. */
const OK = 0x00;
const THROTTLED = new Set([0x58, 0x14]);
/** The destination is no number the centre knows; ours is no login. */
const HOPELESS = new Set([0x0b, 0x0e, 0x0f]);

const RETRY_AFTER_MS = 30_000;
/** How long a message waits for a centre that could not be reached when last tried. */
const UNREACHED_MS_MAX = 3_000;

/**
 * Keeps a connection to a message centre, from `start` or the first message on, and sends through it. A message whose
 * answer was lost with the connection is sent again: the device drops the second one.
 */
export class SmppClient {
  readonly #pace: Pace;
  readonly #stopped = new AbortController();
  readonly #waiting = new Set<() => void>();
  #keeping: Promise<void> | null = null;
  #bound: Bound | null = null;
  /** The centre does not let us in. */
  #refusal: { readonly code: string; readonly isHopeless: boolean } | null = null;
  /** Why the last attempt to connect failed, or the connection ended; null: connected, or the first attempt is under way. */
  #failure: string | null = null;
  #throttledMs = 0;
  #throttledUntil = 0;

  constructor(private readonly options: ClientOptions) {
    this.#pace = new Pace(options.window, options.perSecond);
  }

  start(): void {
    this.#keeping ??= this.#keepBound();
  }

  /** Sends one `submit_sm`. Gives up at `deadline`, an instant of `performance.now()`. */
  async submit(fields: Readonly<Record<string, Field>>, deadline: number): Promise<Submitted> {
    this.start();
    for (;;) {
      const submitted = await this.#pace.run(deadline, () => this.#submitOnce(fields, deadline));
      if (submitted === "again") continue;
      if (typeof submitted !== "string") return submitted;
      return { state: "failed", afterMs: RETRY_AFTER_MS, code: submitted };
    }
  }

  async close(): Promise<void> {
    this.#stopped.abort();
    this.#bound?.close("closed");
    this.#wakeWaiting();
    await this.#keeping;
  }

  async #submitOnce(fields: Readonly<Record<string, Field>>, deadline: number): Promise<Submitted | "again"> {
    const bound = await this.#untilBound(deadline);
    if (!bound) {
      const afterMs = this.#refusal?.isHopeless ? null : RETRY_AFTER_MS;
      return { state: "failed", afterMs, code: this.#refusal?.code ?? this.#failure ?? "not_connected" };
    }
    try {
      return this.#judge(await bound.transmitter.request("submit_sm", fields), deadline);
    } catch (error) {
      if (!(error instanceof LinkFailure)) throw error;
      if (performance.now() < deadline && !this.#stopped.signal.aborted) return "again";
      return { state: "failed", afterMs: RETRY_AFTER_MS, code: error.code };
    }
  }

  #judge(response: Pdu, deadline: number): Submitted | "again" {
    const status = response.command_status;
    const code = statusCode(status);
    if (status === OK) {
      this.#throttledMs = 0;
      const id = response["message_id"];
      const isId = typeof id === "string" && id.length <= MESSAGE_ID_CHARACTERS_MAX;
      return { state: "accepted", messageId: isId ? id : "" };
    }
    if (!THROTTLED.has(status)) return { state: "failed", afterMs: HOPELESS.has(status) ? null : RETRY_AFTER_MS, code };
    const afterMs = this.#slowDown();
    return performance.now() + afterMs < deadline ? "again" : { state: "failed", afterMs, code };
  }

  /** What was under way when the centre first complained is one complaint with it. Answers how long it pauses. */
  #slowDown(): number {
    const now = performance.now();
    if (now >= this.#throttledUntil) {
      const { throttledMs, throttledMsMax } = this.options.pauses;
      this.#throttledMs = Math.min(Math.max(this.#throttledMs * 2, throttledMs), throttledMsMax);
      this.#throttledUntil = now + this.#throttledMs;
      this.#pace.pause(this.#throttledMs);
    }
    return this.#throttledUntil - now;
  }

  /** null: not before the deadline, refused, or closed. */
  async #untilBound(deadline: number): Promise<Bound | null> {
    const since = performance.now();
    while (!this.#bound && !this.#refusal && !this.#stopped.signal.aborted) {
      const giveUpAt = this.#failure === null ? deadline : Math.min(deadline, since + UNREACHED_MS_MAX);
      const leftMs = giveUpAt - performance.now();
      if (leftMs <= 0) return null;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, leftMs);
        const waiting = this.#waiting;
        waiting.add(done);
        function done(): void {
          clearTimeout(timer);
          waiting.delete(done);
          resolve();
        }
      });
    }
    return this.#bound;
  }

  async #keepBound(): Promise<void> {
    const { reconnectMs, reconnectMsMax } = this.options.pauses;
    const { signal } = this.#stopped;
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        const bound = await bindToCentre(this.options, signal);
        failures = 0;
        this.#refusal = null;
        this.#failure = null;
        this.#bound = bound;
        this.#wakeWaiting();
        this.#failure = await bound.closed;
      } catch (error) {
        if (error instanceof BindRefused) {
          this.#refusal = { code: statusCode(error.status), isHopeless: HOPELESS.has(error.status) };
        } else if (error instanceof LinkFailure) this.#failure = error.code;
        else throw error;
      }
      this.#bound = null;
      this.#wakeWaiting();
      const pauseMs = Math.min(reconnectMs * 2 ** Math.min(failures, 20), reconnectMsMax);
      await sleep(pauseMs, undefined, { signal }).catch(() => {});
    }
  }

  #wakeWaiting(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}

function statusCode(status: number): string {
  return `0x${status.toString(16).toUpperCase().padStart(2, "0")}`;
}
