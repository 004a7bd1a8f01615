import { describe, expect, it } from "vitest";
import { leastCpuMs } from "../../testing/least-cpu";
import { maskAnswer } from "./mask-answer";

describe("what a receiver answered, as it is kept", () => {
  it.each([
    ["unknown device IMEI:350000000000017", "unknown device IMEI:350000000000017"],
    ['{"error": "no such table: events"}', '{"error": "no such table: events"}'],
    ["bad signature for whsec_AAAA+/==", "bad signature for ******"],
    ["key c2VjcmV0IGtleQ== does not fit", "key ****** does not fit"],
    ["Authorization: Bearer eyJhbGciOi.x-y_z~", "Authorization: ****** ******"],
    ["curl -H 'X: Basic dXNlcjpwYXNz'", "curl -H 'X: Basic ******'"],
    ['{"db_password": "a \\"b\\" c", "host": "db"}', '{"db_password": "******", "host": "db"}'],
    ['{"api_key": "cut in the mid', '{"api_key": "******"'],
    ["client_secret=s3cret&grant=x", "client_secret=******&grant=x"],
    ["{'db_password': 'a b', 'host': 'db'}", "{'db_password': '******', 'host': 'db'}"],
    ['{"message": "{\\"token\\":\\"a b\\",\\"n\\":1}"}', '{"message": "{\\"token\\":\\"******\\",\\"n\\":1}"}'],
    ["Set-Cookie: id=1; Path=/", "Set-Cookie: ******; Path=/"],
  ])("%s", (text, kept) => {
    expect(maskAnswer(text, ["whsec_c2VjcmV0IGtleQ=="])).toBe(kept);
  });

  it("takes no long time, whatever it is", () => {
    for (const part of ["token", "a", "token=", '"\\', "Bearer ", "token -", "token='", 'token=\\"', "\\"]) {
      expect(leastCpuMs(() => maskAnswer(part.repeat(4_096), []))).toBeLessThan(500);
    }
  });
});
