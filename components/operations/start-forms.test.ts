import { describe, expect, it } from "vitest";
import { bootstrapParams } from "./bootstrap-params";
import { setParams, startKindsFor, urisOf } from "./start-forms";

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

  it("offer no execution to agents", () => {
    expect(startKindsFor("agent")).not.toContain("node.execute");
    expect(startKindsFor("agent")).not.toContain("bootstrap.send");
    expect(startKindsFor("operator")).toContain("node.execute");
  });
});
