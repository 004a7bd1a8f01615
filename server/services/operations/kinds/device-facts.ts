import { z } from "zod";
import { isDone, type Reading } from "../plans";

/** The leaves that say what the device is [OMA-TS-DM_StdObj 1.2.1], by their name in the result. */
const FACTS = {
  devId: "./DevInfo/DevId",
  manufacturer: "./DevInfo/Man",
  model: "./DevInfo/Mod",
  dmVersion: "./DevInfo/DmV",
  language: "./DevInfo/Lang",
  deviceType: "./DevDetail/DevTyp",
  oem: "./DevDetail/OEM",
  firmware: "./DevDetail/FwV",
  software: "./DevDetail/SwV",
  hardware: "./DevDetail/HwV",
  largeObjects: "./DevDetail/LrgObj",
} as const;
type FactName = keyof typeof FACTS;

export const FACT_URIS: readonly string[] = Object.values(FACTS);

/** Only what the device gave. */
export const DeviceFactsRead = z.partialRecord(z.enum(Object.keys(FACTS) as FactName[]), z.string());

export function factsOf(readings: readonly Reading[]): z.output<typeof DeviceFactsRead> {
  const facts: z.output<typeof DeviceFactsRead> = {};
  for (const [name, uri] of Object.entries(FACTS) as [FactName, string][]) {
    const reading = readings.find((candidate) => candidate.command.uri === uri);
    if (reading?.node && isDone(reading.status)) facts[name] = reading.node.value;
  }
  return facts;
}
