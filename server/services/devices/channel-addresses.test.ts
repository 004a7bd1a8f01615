import { describe, expect, it } from "vitest";
import { ChangeDeviceInput, ChannelAddress, RegisterDeviceInput } from "./schemas";

const USABLE = [
  ["sim-http", "http://127.0.0.1:4001/wake/x"],
  ["udp", "10.20.30.40"],
  ["udp", "10.20.30.40:2948"],
  ["udp", "[2001:db8::7]"],
  ["udp", "[2001:db8::7]:2948"],
  ["smpp", "+4366412345678"],
  ["http-sms", "4366412345678"],
  ["pap", "+4366412345678"],
  ["pap", "10.20.30.40"],
] as const;

const USELESS = [
  ["sim-http", "https://device.example/wake", "URL"],
  ["sim-http", "10.20.30.40:2948", "URL"],
  ["udp", "nonsense", "IP address"],
  ["udp", "device.example:2948", "IP address"],
  ["udp", "10.20.30.40:70000", "IP address"],
  ["udp", "10.20.30.400", "IP address"],
  ["udp", "2001:db8::7", "IP address"],
  ["udp", "224.0.0.1", "IP address"],
  ["smpp", "nonsense", "number"],
  ["http-sms", "0664/123", "number"],
  ["pap", "[2001:db8::7]", "number"],
] as const;

describe("the address of a channel", () => {
  it.each(USABLE)("of %s may be %s", (kind, address) => {
    expect(ChannelAddress.parse({ kind, address })).toEqual({ kind, address });
  });

  it.each(USELESS)("that %s could never send to is refused at once, and says what it has to be: %s", (...channel) => {
    const [kind, address, wanted] = channel;
    const issues = ChannelAddress.safeParse({ kind, address }).error?.issues;
    expect(issues).toMatchObject([{ path: ["address"], message: expect.stringContaining(wanted) }]);
  });
});

describe("the channels of a device", () => {
  it.each([
    ["registered", (channels: unknown) => RegisterDeviceInput.safeParse({ devId: "IMEI:350000000000001", channels })],
    ["changed", (channels: unknown) => ChangeDeviceInput.safeParse({ id: "dev_1", channels })],
  ])("that is %s are each named once: it says which one is not", (_, parse) => {
    const smpp = { kind: "smpp" };
    const udp = { kind: "udp", address: "10.20.30.40" };
    expect(parse([udp, smpp]).success).toBe(true);
    expect(parse([udp, smpp, { ...udp, address: "10.20.30.41" }]).error?.issues).toMatchObject([
      { path: ["channels", 2, "kind"], message: expect.stringContaining("udp") },
    ]);
  });
});
