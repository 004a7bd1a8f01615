import { decodeWbxml, decodeXml } from "../../server/oma-dm";
import { damagedMessage, decodeOutcome, fuzzedMessages } from "../../server/oma-dm/testing/codec-fuzz";
import { anyScenario } from "../../server/oma-dm/testing/random-session";
import {
  checkAnsweredOnce,
  checkSameOutput,
  checkSoundReplies,
  checkUnprovenIsInert,
} from "../../server/oma-dm/testing/session-rules";
import { propertySuite } from "./property-suite";
import type { SoakSuite } from "./suite";
import { messageSuite, worldSuite } from "./world-suites";

/** What `npm run soak` runs, by name. A new suite is one more line. */
export const SUITES: Readonly<Record<string, SoakSuite>> = {
  "decode-wbxml": propertySuite(damagedMessage(fuzzedMessages("wbxml")), (octets) => {
    decodeOutcome(octets, decodeWbxml);
  }),
  "decode-xml": propertySuite(damagedMessage(fuzzedMessages("xml")), (octets) => {
    decodeOutcome(octets, decodeXml);
  }),
  "random-sessions": propertySuite(anyScenario, (scenario) => {
    checkSoundReplies(scenario);
    checkAnsweredOnce(scenario);
    checkUnprovenIsInert(scenario);
    checkSameOutput(scenario);
  }),
  "damaged-messages": messageSuite,
  "simulated-worlds": worldSuite,
};
