import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDescriptor } from "./download-descriptor";
import { readPackageHeader, writePackageHeader } from "./package-header";

const DIGEST = "0123456789abcdef".repeat(4);

describe("the header of a package", () => {
  it("is read as it was written, whatever octets follow", () => {
    const header = {
      version: "NM210-4.19.0",
      component: "org.example.chat",
      name: "Chat",
      models: ["NM-210", "NM-220"],
      from: ["NM210-4.18.3"],
      software: "11.3.0",
    };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
        const read = readPackageHeader(Buffer.concat([writePackageHeader(header), octets]), DIGEST);
        expect(read).toEqual(header);
      }),
    );
  });

  it("that is not there leaves a package its digest for a name, whatever its octets are", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5_000 }), (octets) => {
        expect(readPackageHeader(octets, DIGEST)).toMatchObject({ version: "0123456789ab", models: [], from: [] });
      }),
    );
  });

  it("has to end within 4,096 octets", () => {
    const long = writePackageHeader({ version: "1", name: "n".repeat(5_000) });
    expect(readPackageHeader(long, DIGEST).version).toBe("0123456789ab");
  });
});

describe("a download descriptor", () => {
  it("is read by the local names of its elements", () => {
    const xml = `<x:media xmlns:x="u"><x:size>7</x:size><x:objectURI a="b">http://h/?a=1&amp;b=&#x32;</x:objectURI></x:media>`;
    expect(readDescriptor(Buffer.from(xml))).toEqual({
      objectUri: "http://h/?a=1&b=2",
      size: 7,
      installNotifyUri: null,
      sha256: null,
    });
  });

  it("that does not say where the package is and how large is none, whatever it is", () => {
    for (const xml of ["", "<media/>", "<objectURI>http://h/</objectURI>", "<size>x</size><objectURI>u</objectURI>"]) {
      expect(readDescriptor(Buffer.from(xml))).toBeNull();
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (octets) => readDescriptor(octets) === null));
  });
});
