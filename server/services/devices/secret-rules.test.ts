import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isDerivable, newDeviceSecret } from "./secret-rules";

const ids = ["IMEI:350000000000001", "436641234567"];
const digest = (algorithm: string, text: string, form: "hex" | "base64") =>
  createHash(algorithm).update(text).digest(form);

describe("secrets of devices", () => {
  const derivable = [
    "IMEI:350000000000001",
    "350000000000001",
    "100000000000053",
    "100000000000053:IEMI",
    "436641234567",
    "765432146634",
    digest("md5", "350000000000001", "hex"),
    digest("md5", "350000000000001", "hex").toUpperCase(),
    digest("sha1", "IMEI:350000000000001", "hex"),
    digest("md5", "100000000000053", "hex"),
    digest("sha1", "436641234567", "base64"),
    digest("md5", "imei:350000000000001", "base64"),
  ];

  it("refuses every secret that follows from an id, and no random one", () => {
    const refused = derivable.filter((secret) => isDerivable(secret, ids));
    expect(refused).toEqual(derivable);
    for (let i = 0; i < 100; i += 1) expect(isDerivable(newDeviceSecret(), ids)).toBe(false);
  });

  it("makes secrets of 160 bits, each another", () => {
    const secrets = Array.from({ length: 100 }, newDeviceSecret);
    expect(new Set(secrets).size).toBe(100);
    for (const secret of secrets) expect(Buffer.from(secret, "base64url")).toHaveLength(20);
  });
});
