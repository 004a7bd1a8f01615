import { escaped } from "../../xml";

/** Media type of a download descriptor [OMA Download 1.0]. */
export const DESCRIPTOR_TYPE = "application/vnd.oma.dd+xml";

/** What a device is told of a content before it gets it. Addresses are absolute. */
export interface DownloadDescriptor {
  readonly objectUri: string;
  readonly installNotifyUri: string;
  /** Octets. */
  readonly size: number;
  /** Media type of the content. */
  readonly type: string;
  readonly name: string;
  readonly vendor: string | null;
  readonly description: string | null;
  /** For whoever installs it; free text. */
  readonly installParam: string | null;
}

/** Clients go by the names of the elements below the root alone; neither root nor namespace has a source at hand. */
const NAMESPACE = "http://www.openmobilealliance.org/xmlns/dd";
/** What no XML 1.0 document may hold in any form [XML 1.0, 2.2], halves of a pair among it, and other controls. */
const NO_CHARACTERS = /[^\P{Cc}\t\n\r]|\p{Cs}|[\ufffe\uffff]/gu;
const REPLACEMENT = "\ufffd";

/**
 * Writes a download descriptor as XML in UTF-8. Elements that have nothing to say are left out. Ports should be written
 * out in the addresses: there are clients that take 80 for any that is not.
 * Source: OMA Download 1.0, as far as two clients show what they read of it.
 */
export function writeDescriptor(descriptor: DownloadDescriptor): Uint8Array {
  const elements = [
    ["name", descriptor.name],
    ["vendor", descriptor.vendor],
    ["description", descriptor.description],
    ["type", descriptor.type],
    ["size", String(descriptor.size)],
    ["objectURI", descriptor.objectUri],
    ["installNotifyURI", descriptor.installNotifyUri],
    ["installParam", descriptor.installParam],
  ] as const;
  const written = elements.flatMap(([name, text]) =>
    text === null ? [] : [`<${name}>${escaped(text.replace(NO_CHARACTERS, REPLACEMENT))}</${name}>`],
  );
  const text = `<?xml version="1.0" encoding="UTF-8"?><media xmlns="${NAMESPACE}">${written.join("")}</media>`;
  return Buffer.from(text, "utf8");
}
