"use client";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react";
import { readApiProblem } from "../trpc/api-error";
import { useTrpcClient } from "../trpc/trpc";
import { createTopicBook, type TopicBook } from "./topic-book";

/** A hidden tab gives its connection back after this: browsers have six per host. */
const HIDDEN_MS = 10_000;
/** A new set of topics is asked for when a page has finished mounting its parts. */
const SETTLE_MS = 50;
/** A short gap while the browser comes back by itself is not shown. */
const GAP_MS = 2_000;
const RETRY_MS = 3_000;

export type LiveState =
  | { readonly state: "connecting" | "live" | "paused"; readonly since: null }
  | { readonly state: "offline"; readonly since: number };

interface Live {
  readonly book: TopicBook;
  readonly state: LiveState;
}

const LiveContext = createContext<Live | null>(null);

/** Keeps the one live stream of a visible tab, over all topics that the page's parts watch. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const client = useTrpcClient();
  const [book] = useState(createTopicBook);
  // Null until the page has said for the first time what it watches.
  const [topics, setTopics] = useState<string | null>(null);
  const [state, setState] = useState<LiveState>({ state: "connecting", since: null });
  const [attempt, setAttempt] = useState(0);
  const visible = useVisible();
  const after = useRef<string | null>(null);
  /** Topics whose changes up to `after` have been told. */
  const followed = useRef<ReadonlySet<string>>(new Set());

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    return book.onTopics((next) => {
      if (timer) clearTimeout(timer);
      timer = setTimeout(() => setTopics(next.join(" ")), SETTLE_MS);
    });
  }, [book]);

  // `attempt` is a reason to connect again, not something the connection reads.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (topics === null) return;
    if (!visible) {
      setState({ state: "paused", since: null });
      return;
    }
    let gap: ReturnType<typeof setTimeout> | null = null;
    let retry: ReturnType<typeof setTimeout> | null = null;
    const offlineSoon = () => {
      gap ??= setTimeout(() => setState({ state: "offline", since: Date.now() - GAP_MS }), GAP_MS);
    };
    const onLive = () => {
      if (gap) clearTimeout(gap);
      gap = null;
      setState((now) => (now.state === "live" ? now : { state: "live", since: null }));
    };
    const again = () => {
      offlineSoon();
      retry ??= setTimeout(() => setAttempt((n) => n + 1), RETRY_MS);
    };
    const watched = topics.split(" ").filter(Boolean);
    const subscription = client.live.changes.subscribe(
      { topics: watched, after: after.current },
      {
        onData: (frame) => {
          after.current = frame.id;
          onLive();
          // What was read before the stream covered it may be old already.
          const uncovered = watched.filter((topic) => !followed.current.has(topic));
          followed.current = new Set(watched);
          book.tell([...new Set([...frame.data.changed, ...uncovered])]);
        },
        onConnectionStateChange: (change) => {
          if (change.state === "pending") onLive();
          else if (change.state === "connecting" && change.error) offlineSoon();
        },
        onComplete: again,
        onError: (error) => {
          if (readApiProblem(error).kind === "signed_out") window.location.reload();
          else again();
        },
      },
    );
    return () => {
      if (gap) clearTimeout(gap);
      if (retry) clearTimeout(retry);
      subscription.unsubscribe();
    };
  }, [client, book, topics, visible, attempt]);

  const value = useMemo(() => ({ book, state }), [book, state]);
  return <LiveContext value={value}>{children}</LiveContext>;
}

export function useLiveState(): LiveState {
  return useLive().state;
}

/** Calls `onChange` when the topic changed: a public id, or `devices` / `operations` for any of the realm. */
export function useTopic(topic: string, onChange: () => void): void {
  const { book } = useLive();
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => book.watch(topic, () => latest.current()), [book, topic]);
}

function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error("This part needs a LiveProvider above it.");
  return live;
}

/** Whether somebody looks at the tab, or did so in the last ten seconds. */
function useVisible(): boolean {
  const [visible, setVisible] = useState(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const onChange = () => {
      if (timer) clearTimeout(timer);
      if (document.visibilityState === "visible") setVisible(true);
      else timer = setTimeout(() => setVisible(false), HIDDEN_MS);
    };
    // Opened behind another tab, it has not been looked at yet.
    if (document.visibilityState === "hidden") setVisible(false);
    document.addEventListener("visibilitychange", onChange);
    return () => {
      if (timer) clearTimeout(timer);
      document.removeEventListener("visibilitychange", onChange);
    };
  }, []);
  return visible;
}
