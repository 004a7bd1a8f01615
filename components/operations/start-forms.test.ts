import { describe, expect, it } from "vitest";
import { bootstrapParams } from "./bootstrap-params";
import { firmwareParams, setParams, startKindsFor, urisOf } from "./start-forms";

describe("start forms", () => {
  it("take one node a line, each once", () => {
    expect(urisOf(" ./DevInfo/Man \n\n./DevDetail/FwV\r\n./DevInfo/Man")).toEqual(["./DevInfo/Man", "./DevDetail/FwV"]);
  });

  it("send a format only where one was chosen, and a value exactly as typed", () => {
    expect(
      setParams([
        { uri: " ./A ", value: " spaces stay ", format: "" },
        { uri: "./B", value: "1", format: "int" },
      ]),
    ).toEqual({
      values: [
        { uri: "./A", value: " spaces stay " },
        { uri: "./B", value: "1", format: "int" },
      ],
    });
  });

  it("send a PIN with a bootstrap only where its method has one", () => {
    const form = { profile: "cp", security: "netwpin", pin: "1234", channel: "" } as const;
    expect(bootstrapParams(form)).toEqual({ profile: "cp", security: "netwpin" });
    expect(bootstrapParams({ ...form, security: "userpin", channel: "udp" })).toEqual({
      profile: "cp",
      security: "userpin",
      pin: "1234",
      channel: "udp",
    });
  });

  it("offer no execution and no firmware to agents", () => {
    expect(startKindsFor("agent")).toEqual(["parameter.get", "parameter.set", "device.discover"]);
    expect(startKindsFor("operator")).toEqual(expect.arrayContaining(["node.execute", "firmware.update"]));
  });

  it("send a way of the update and the override only where they were chosen", () => {
    expect(firmwareParams({ content: "con_1", flow: "", override: false })).toEqual({ content: "con_1" });
    expect(firmwareParams({ content: "con_1", flow: "staged", override: true })).toEqual({
      content: "con_1",
      flow: "staged",
      override: true,
    });
  });
});
