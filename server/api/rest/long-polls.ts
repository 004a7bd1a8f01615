import type { IncomingMessage } from "node:http";
import type { Notifications } from "../../db/notifications";
import type { EventTextsPage } from "../../services/events";
import type { CallContext } from "../../services/use-case";
import { HttpProblem } from "./problem";
import type { UseCaseRoute } from "./route";

/** How many requests of one system may wait at a time, in this process. */
const POLLS_PER_SYSTEM_MAX = 2;

/** Requests that wait until a feed has something for them. */
export interface LongPolls {
  /**
   * Asks a feed; where it has nothing and the input says `wait`, asks again when it has grown, until those seconds are
   * over or the caller has gone. Throws HttpProblem `rate-limited` for one request too many that would wait.
   */
  ask(route: UseCaseRoute, context: CallContext, input: Input, request: IncomingMessage): Promise<EventTextsPage>;
}

type Input = Readonly<Record<string, unknown>>;

/** Without `feed` nobody waits. Keep one per process: it counts who does. */
export function createLongPolls(feed: Notifications | undefined): LongPolls {
  const waiting = new Map<string, number>();
  return {
    async ask(route, context, input, request) {
      const page = (await route.call(context, input)) as EventTextsPage;
      const seconds = Number(input["wait"] ?? 0);
      if (page.items.length > 0 || seconds === 0 || !feed) return page;
      const { id } = context.principal;
      const others = waiting.get(id) ?? 0;
      if (others >= POLLS_PER_SYSTEM_MAX) {
        const headers = { "Retry-After": "1" };
        throw new HttpProblem(
          "rate-limited",
          "Two requests of yours wait for events already. Ask without wait, or when one of them has its answer.",
          { headers },
        );
      }
      waiting.set(id, others + 1);
      try {
        return await askAgain((after) => route.call(context, { ...input, after }) as Promise<EventTextsPage>, page, {
          news: newsOf(feed, id, request, performance.now() + seconds * 1_000),
        });
      } finally {
        const left = (waiting.get(id) ?? 1) - 1;
        if (left === 0) waiting.delete(id);
        else waiting.set(id, left);
      }
    },
  };
}

/** A page that went on behind its cursor and has nothing may have more behind it: only one that stands still waits. */
async function askAgain(
  read: (after: string) => Promise<EventTextsPage>,
  first: EventTextsPage,
  { news }: { readonly news: News },
): Promise<EventTextsPage> {
  try {
    let page = first;
    while (page.items.length === 0 && !news.isOver()) {
      const before = page.next;
      page = await read(before);
      if (page.items.length === 0 && page.next === before) await news.wait();
    }
    return page;
  } finally {
    news.close();
  }
}

interface News {
  /** Time is over, or the caller has gone. */
  isOver(): boolean;
  /** Until the feed has grown since the last wait, or it is over. */
  wait(): Promise<void>;
  close(): void;
}

/** Listens from now on. `until` in milliseconds of the process's clock. */
function newsOf(feed: Notifications, systemId: string, request: IncomingMessage, until: number): News {
  let isNew = false;
  let isOver = false;
  let wake: () => void = () => {};
  const hear = (payload?: string): void => {
    if (payload !== undefined && !concerns(payload, systemId)) return;
    isNew = true;
    wake();
  };
  const end = (): void => {
    isOver = true;
    wake();
  };
  const timer = setTimeout(end, until - performance.now());
  const unsubscribe = feed.subscribe(hear);
  request.socket.once("close", end);
  return {
    isOver: () => isOver,
    async wait() {
      if (!isNew && !isOver) await new Promise<void>((resolve) => (wake = resolve));
      isNew = false;
    },
    close() {
      clearTimeout(timer);
      unsubscribe();
      request.socket.removeListener("close", end);
    },
  };
}

/** `{systems?: [id]}`; without it any may be meant. */
function concerns(payload: string, systemId: string): boolean {
  const { systems } = JSON.parse(payload) as { readonly systems?: readonly string[] };
  return systems === undefined || systems.includes(systemId);
}
