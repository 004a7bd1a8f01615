import { createHash } from "node:crypto";
import type { ContentGrant, OfferNews } from "../../oma-dm";
import type { PlanContents } from "../../services/device-sessions/plan-contents";

interface SimulatedContent {
  /** null: it does not tell, as one may. */
  readonly version: string | null;
  /** The version that a device has by it, of its firmware or of the component. */
  readonly installs: string;
  readonly component: string;
  readonly octets: Buffer;
  /** `before`: it may not be offered any more; `meanwhile`: it is withdrawn when a part of it has gone out. */
  readonly withdrawn?: "before" | "meanwhile";
}

/** The component that every simulated device has to begin with, and one that it may be given. */
export const COMPONENT = "Player";
export const OTHER_COMPONENT = "Editor";

/** One that goes in a message, others that go in parts of most worlds' messages, and those that are not to be had. */
const CONTENTS: readonly SimulatedContent[] = [
  { version: "3.0", installs: "3.0", component: COMPONENT, octets: packageOf("3.0", 300) },
  { version: "4.0", installs: "4.0", component: OTHER_COMPONENT, octets: packageOf("4.0", 5_000) },
  { version: null, installs: "3.5", component: COMPONENT, octets: packageOf("3.5", 2_500) },
  { version: "5.0", installs: "5.0", component: COMPONENT, octets: packageOf("5.0", 5_000), withdrawn: "meanwhile" },
  { version: "6.0", installs: "6.0", component: OTHER_COMPONENT, octets: packageOf("6.0", 300), withdrawn: "before" },
];
const CONTENT_IDS = CONTENTS.map((_, at) => `con_${String(at).padStart(26, "0")}`);
const GRANT_IN_URL = /\/dl\/([^/]+)(\/descriptor)?$/;
const GRANT = /^(\d+)-(.{36})-(.{36})$/;

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
    return grantOf(`${place}-${deviceId}-${operationId}`, contentId, content);
  },
  async read({ content: grant, from, octets }) {
    const content = CONTENTS[Number(grant.split("-")[0])];
    if (!content || (content.withdrawn === "meanwhile" && from > 0)) return null;
    return content.octets.subarray(from, from + octets);
  },
};

/** What a device fetches there; null: nothing is there. */
export function contentAt(url: string): Pick<SimulatedContent, "installs" | "component"> | null {
  const grant = GRANT_IN_URL.exec(url)?.[1] ?? "";
  return CONTENTS[Number(GRANT.exec(grant)?.[1])] ?? null;
}

/** The grant of which a device that fetches there is to post how that went; null: it is told of no such address. */
export function grantToReportOn(url: string): string | null {
  const [, grant, isDescriptor] = GRANT_IN_URL.exec(url) ?? [];
  return isDescriptor ? (grant ?? null) : null;
}

/** Who was granted what; null: it is no grant. */
export function readGrant(
  grant: string,
): { readonly contentId: string; readonly deviceId: string; readonly operationId: string } | null {
  const [, place, deviceId, operationId] = GRANT.exec(grant) ?? [];
  const contentId = CONTENT_IDS[Number(place)];
  return contentId && deviceId && operationId ? { contentId, deviceId, operationId } : null;
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
