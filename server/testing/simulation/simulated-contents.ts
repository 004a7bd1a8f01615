import { createHash } from "node:crypto";
import type { ContentGrant, OfferNews } from "../../oma-dm";
import type { PlanContents } from "../../services/device-sessions/plan-contents";

interface SimulatedContent {
  /** null: it does not tell, as one may. */
  readonly version: string | null;
  /** The version that a device has by it. */
  readonly installs: string;
  readonly octets: Buffer;
  /** `before`: it may not be offered any more; `meanwhile`: it is withdrawn when a part of it has gone out. */
  readonly withdrawn?: "before" | "meanwhile";
}

/** One that goes in a message, others that go in parts of most worlds' messages, and those that are not to be had. */
const CONTENTS: readonly SimulatedContent[] = [
  { version: "3.0", installs: "3.0", octets: packageOf("3.0", 300) },
  { version: "4.0", installs: "4.0", octets: packageOf("4.0", 5_000) },
  { version: null, installs: "3.5", octets: packageOf("3.5", 2_500) },
  { version: "5.0", installs: "5.0", octets: packageOf("5.0", 5_000), withdrawn: "meanwhile" },
  { version: "6.0", installs: "6.0", octets: packageOf("6.0", 300), withdrawn: "before" },
];
const CONTENT_IDS = CONTENTS.map((_, at) => `con_${String(at).padStart(26, "0")}`);
const PLACE_IN_URL = /\/dl\/(\d+)-/;

/** Public ids of all contents. */
export const SIMULATED_CONTENT_IDS = CONTENT_IDS as [string, ...string[]];

/**
 * What plans are given contents by, in every world: grants follow from task and content, so that one who asks twice is
 * given one, and a world ends the same on every server.
 */
export const simulatedContents: PlanContents = {
  urlOf: (grant) => `https://dm.carrier.example/dl/${grant}`,
  async offer({ deviceId, operationId, contentId }): Promise<OfferNews> {
    const place = CONTENT_IDS.indexOf(contentId);
    const content = CONTENTS[place];
    if (!content) return { problem: "content_missing" };
    if (content.withdrawn === "before") return { problem: "content_withdrawn" };
    const task = createHash("sha256").update(`${deviceId} ${operationId}`).digest("hex").slice(0, 16);
    return grantOf(`${place}-${task}`, contentId, content);
  },
  async read({ content: grant, from, octets }) {
    const content = CONTENTS[Number(grant.split("-")[0])];
    if (!content || (content.withdrawn === "meanwhile" && from > 0)) return null;
    return content.octets.subarray(from, from + octets);
  },
};

/** The version that a device has by what it fetches there; null: nothing is there. */
export function versionAt(url: string): string | null {
  return CONTENTS[Number(PLACE_IN_URL.exec(url)?.[1])]?.installs ?? null;
}

/** The same by what it was given in the session, as base64 where it came in XML; null: that is no package, or not whole. */
export function versionIn(data: string): string | null {
  const given = [Buffer.from(data, "latin1"), Buffer.from(data, "base64")];
  return CONTENTS.find(({ octets }) => given.some((one) => one.equals(octets)))?.installs ?? null;
}

function grantOf(grant: string, contentId: string, { version, octets }: SimulatedContent): ContentGrant {
  const sha256 = createHash("sha256").update(octets).digest("hex");
  const facts = { name: "Package", version, size: octets.length, sha256 };
  return { grant, contentId, fromVersions: null, manufacturer: null, models: null, ...facts };
}

function packageOf(version: string, octets: number): Buffer {
  return Buffer.alloc(octets, `package ${version}\n`);
}
