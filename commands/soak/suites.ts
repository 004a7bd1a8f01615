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
import type { PlannedSuite } from "./suite";
import { messageSuite, worldSuite } from "./world-suites";

/** Sessions and damaged messages of a whole soak. */
const MILLION = 1_000_000;

/** What `npm run soak` runs, by name. A new suite is one more entry. */
export const SUITES: Readonly<Record<string, PlannedSuite>> = {
  "decode-wbxml": {
    unit: "messages",
    goal: MILLION,
    run: propertySuite(damagedMessage(fuzzedMessages("wbxml")), (octets) => {
      decodeOutcome(octets, decodeWbxml);
    }),
  },
  "decode-xml": {
    unit: "messages",
    goal: MILLION,
    run: propertySuite(damagedMessage(fuzzedMessages("xml")), (octets) => {
      decodeOutcome(octets, decodeXml);
    }),
  },
  "random-sessions": {
    unit: "sessions",
    goal: 20_000,
    run: propertySuite(anyScenario, (scenario) => {
      checkSoundReplies(scenario);
      checkAnsweredOnce(scenario);
      checkUnprovenIsInert(scenario);
      checkSameOutput(scenario);
    }),
  },
  "damaged-messages": { unit: "messages", goal: MILLION, run: messageSuite },
  "simulated-worlds": { unit: "sessions", goal: MILLION, run: worldSuite },
};
