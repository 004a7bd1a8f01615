import type { PushMessage } from "../../../oma-dm";
import { peerWords } from "../failures";

export interface PushSubmission {
  /** Unique for the gateway: it refuses one that it has had. */
  readonly pushId: string;
  /** As the gateway wants it: `WAPPUSH=+43.../TYPE=PLMN@gateway`. */
  readonly address: string;
  readonly push: PushMessage;
  /** UTC with seconds: `2027-01-31T16:45:00Z`. */
  readonly deliverBefore: string;
}

/** Must not occur in the content; a push is at most a few hundred octets of ours. */
const BOUNDARY = "dmwsi-push-boundary-5f1c0b7d";

export const SUBMISSION_TYPE = `multipart/related; boundary=${BOUNDARY}; type="application/xml"`;

/** Writes the body of a push submission: control entity, then content entity. Source: WAP-247-PAP. */
export function writeSubmission({ pushId, address, push, deliverBefore }: PushSubmission): Uint8Array {
  const control = [
    '<?xml version="1.0"?>',
    '<!DOCTYPE pap PUBLIC "-//WAPFORUM//DTD PAP 1.0//EN" "http://www.wapforum.org/DTD/pap_1.0.dtd">',
    "<pap>",
    `<push-message push-id="${attribute(pushId)}" deliver-before-timestamp="${attribute(deliverBefore)}">`,
    `<address address-value="${attribute(address)}"/>`,
    '<quality-of-service delivery-method="unconfirmed"/>',
    "</push-message>",
    "</pap>",
  ];
  const contentHeaders = [
    `Content-Type: ${push.contentType}`,
    ...(push.applicationId === null ? [] : [`X-Wap-Application-Id: ${push.applicationId}`]),
  ];
  return Buffer.concat([
    entity(["Content-Type: application/xml"], Buffer.from(control.join("\r\n"), "utf8")),
    entity(contentHeaders, push.body),
    Buffer.from(`--${BOUNDARY}--\r\n`, "latin1"),
  ]);
}

function entity(headers: readonly string[], content: Uint8Array): Uint8Array {
  return Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\n${headers.join("\r\n")}\r\n\r\n`, "latin1"),
    content,
    Buffer.from("\r\n", "latin1"),
  ]);
}

function attribute(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

/** `<` is in no tag: one that is not closed ends at the next, so that no answer takes long to read. */
const RESULT_TAG = /<(?:response-result|badmessage-response)\s[^<]*>/;

/** What the gateway says of a submission: its code, four digits, and its words. null: it is no answer of PAP. */
export function readSubmissionAnswer(xml: string): { readonly code: string; readonly words: string } | null {
  const [tag] = RESULT_TAG.exec(xml) ?? [];
  const code = tag && /\scode\s*=\s*["'](\d{4})["']/.exec(tag)?.[1];
  if (!tag || !code) return null;
  const [, quoted, apostrophed] = /\sdesc\s*=\s*(?:"([^"]{0,200})|'([^']{0,200}))/.exec(tag) ?? [];
  return { code, words: peerWords(quoted ?? apostrophed ?? "") };
}
