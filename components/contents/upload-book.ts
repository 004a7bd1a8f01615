"use client";
import { useSyncExternalStore } from "react";
import { sendOctets, UploadRefused } from "./send-octets";

/** `stalled`: goes on by itself. `stopped`: goes on when somebody asks. `refused`: never. `sent`: nothing is left. */
export interface UploadProgress {
  readonly phase: "sending" | "stalled" | "stopped" | "refused" | "sent";
  /** Octets that the server has. */
  readonly sent: number;
}

interface Upload {
  readonly file: File;
  readonly url: string;
  readonly abort: AbortController;
  progress: UploadProgress;
}

/** The uploads of this tab, by content: they go on while one page of the console leads to another. */
const uploads = new Map<string, Upload>();
const listeners = new Set<() => void>();

/** Sends `file` to the upload at `url` until its end, from wherever the server has it. */
export function startUpload(contentId: string, file: File, url: string): void {
  stopUpload(contentId);
  const abort = new AbortController();
  const upload: Upload = { file, url, abort, progress: { phase: "sending", sent: 0 } };
  uploads.set(contentId, upload);
  const tell = (progress: Partial<UploadProgress>) => {
    if (abort.signal.aborted) return;
    upload.progress = { ...upload.progress, ...progress };
    announce();
  };
  const work = sendOctets({
    ...{ file, url, signal: abort.signal },
    onSent: (sent) => tell({ phase: "sending", sent }),
    onStalled: () => tell({ phase: "stalled" }),
  });
  work.then(
    () => tell({ phase: "sent" }),
    (error: unknown) => tell({ phase: error instanceof UploadRefused ? "refused" : "stopped" }),
  );
  announce();
}

/** Stops sending; what the server has stays there. */
export function pauseUpload(contentId: string): void {
  const upload = uploads.get(contentId);
  if (!upload) return;
  upload.abort.abort();
  upload.progress = { ...upload.progress, phase: "stopped" };
  announce();
}

export function continueUpload(contentId: string): void {
  const upload = uploads.get(contentId);
  if (upload) startUpload(contentId, upload.file, upload.url);
}

/** Stops sending and forgets the file. */
export function stopUpload(contentId: string): void {
  uploads.get(contentId)?.abort.abort();
  if (uploads.delete(contentId)) announce();
}

/** How far this tab's upload of a content is; null: this tab sends nothing for it. */
export function useUpload(contentId: string): UploadProgress | null {
  return useSyncExternalStore(
    watch,
    () => uploads.get(contentId)?.progress ?? null,
    () => null,
  );
}

function watch(onChange: () => void): () => void {
  listeners.add(onChange);
  return () => listeners.delete(onChange);
}

function announce(): void {
  const sending = [...uploads.values()].some(({ progress: { phase } }) => phase === "sending" || phase === "stalled");
  if (sending) window.addEventListener("beforeunload", askBeforeLeaving);
  else window.removeEventListener("beforeunload", askBeforeLeaving);
  for (const listener of listeners) listener();
}

/** A page that is left stops sending: the browser asks first, in its own words. */
function askBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
