import { describe, expect, it } from "vitest";
import { type DeviceNameGuess, readSearchText } from "./read-search-text";

function namesOf(text: string): readonly DeviceNameGuess[] {
  const read = readSearchText(text);
  return read.kind === "names" ? read.names : [];
}
const valuesOf = (text: string) => namesOf(text).map((name) => `${name.column}=${name.value}`);

describe("a pasted text", () => {
  it.each(["491511234567", "+49 151 1234567", "0049-151-123.4567", "(+49) 151 / 1234567", "MSISDN: +49 151 1234567"])(
    "%s is the same MSISDN however it is written",
    (text) => {
      expect(valuesOf(text)).toContain("msisdn=491511234567");
    },
  );

  it("of 15 digits is never guessed: IMEI, IMSI and MSISDN, a well-formed IMEI first", () => {
    expect(namesOf("490154203237518").map((name) => name.reason)).toEqual(["imei", "imsi", "msisdn"]);
    expect(namesOf("490154203237517").map((name) => name.reason)).toEqual(["imsi", "imei", "msisdn"]);
  });

  it("of 15 digits after a plus is a telephone number only", () => {
    expect(valuesOf("+490154203237518")).toEqual(["msisdn=490154203237518"]);
  });

  it("of 16 digits is an IMEISV, found by the IMEI in it", () => {
    expect(valuesOf("4901542032375101")).toEqual(["devId=IMEI:4901542032375101", "devId=IMEI:490154203237518"]);
  });

  it("of 14 digits finds the IMEI without its check digit", () => {
    expect(valuesOf("49015420323751")).toContain("devId=IMEI:490154203237518");
  });

  it("with a DevId's scheme is that DevId, in the case the scheme is stored in", () => {
    expect(valuesOf("imei:490154203237518")).toEqual(["devId=IMEI:490154203237518"]);
    expect(valuesOf("URN:UUID:00000000-0000-4000-8000-00000000000A")).toEqual([
      "devId=urn:uuid:00000000-0000-4000-8000-00000000000A",
    ]);
  });

  it("of twelve hexadecimal digits is a MAC, with or without colons", () => {
    expect(valuesOf("00:11:22:aa:bb:cc")).toEqual(["devId=MAC:001122AABBCC", "devId=MAC:001122aabbcc"]);
  });

  it("that holds a public id is that object, also inside an address", () => {
    const id = `dev_${"0".repeat(26)}`;
    expect(readSearchText(id)).toEqual({ kind: "id", id });
    expect(readSearchText(`https://dm.example/live/devices/${id}?tab=tree`)).toEqual({ kind: "id", id });
    for (const prefix of ["con", "sub", "evt"]) {
      const other = `${prefix}_${"0".repeat(26)}`;
      expect(readSearchText(` ${other}\n`)).toEqual({ kind: "id", id: other });
    }
  });

  it.each(["Hanseat R5", "12345", "dev_short", "front-desk"])("like %s is only something to filter by", (text) => {
    expect(readSearchText(text)).toEqual({ kind: "words" });
  });
});
