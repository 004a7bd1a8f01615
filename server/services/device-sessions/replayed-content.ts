import {
  type Answer,
  type ContentSlice,
  contentAhead,
  type SessionState,
  type SyncmlMessage,
  type TaskRun,
} from "../../oma-dm";
import { decodeBase64 } from "../../oma-dm/security";
import type { RecordedWork } from "./recorded-session";
import { SESSION_LIMITS } from "./session-limits";

/** Contents that were offered in a recorded session: octets of each, by the name of its grant. */
export type RecordedContents = ReadonlyMap<string, number>;

export function contentsOf(work: readonly RecordedWork[]): RecordedContents {
  const answers: Answer[] = work.flatMap(({ given }) => given.flatMap((gift) => gift.answers));
  return new Map(
    answers.flatMap((answer) =>
      answer.kind === "offer" && !("problem" in answer.offer) ? [[answer.offer.grant, answer.offer.size] as const] : [],
    ),
  );
}

/**
 * The part of a content that went out in a recorded reply, out of that reply: the recording holds no contents. Behind what
 * went out there are zeros, which the engine only measures.
 */
export function replayedSlice(
  state: SessionState | null,
  work: readonly TaskRun[],
  contents: RecordedContents,
  reply: SyncmlMessage,
): ContentSlice | null {
  const sent = contents.size > 0 ? sentIn(reply) : null;
  if (!sent) return null;
  const ahead = contentAhead(state, work, SESSION_LIMITS);
  const first = [...contents].find(([, size]) => sent.sizes.includes(size))?.[0];
  const content = ahead?.content ?? first;
  const size = content === undefined ? undefined : contents.get(content);
  if (content === undefined || size === undefined) return null;
  const from = ahead?.from ?? 0;
  const octets = Buffer.alloc(Math.min(size - from, Math.max(sent.octets.length, SESSION_LIMITS.replyOctetsMax)));
  octets.set(sent.octets.subarray(0, octets.length));
  return { content, from, octets };
}

/** The octets of a value in a reply, and the sizes that the whole may have by what the reply says of it. */
function sentIn({
  commands,
}: SyncmlMessage): { readonly octets: Uint8Array; readonly sizes: readonly number[] } | null {
  for (const command of commands) {
    if (command.name !== "Add" && command.name !== "Replace") continue;
    const [item] = command.items;
    const data = item?.data;
    const octets = typeof data === "string" ? decodeBase64(data) : data instanceof Uint8Array ? data : null;
    if (!item || !octets) continue;
    const announced = item.meta?.size ?? command.meta?.size;
    // As carried: in XML three octets are four characters.
    const decoded = typeof announced === "number" ? Math.floor((announced / 4) * 3) : 0;
    return { octets, sizes: announced ? [announced, decoded, decoded - 1, decoded - 2] : [octets.length] };
  }
  return null;
}
