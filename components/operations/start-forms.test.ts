import { describe, expect, it } from "vitest";
import { bootstrapParams } from "./bootstrap-params";
import { changeParams, firmwareParams, installParams, mayStart, setParams, startKindsFor, urisOf } from "./start-forms";

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

  it("offer no execution and no change of firmware or software to agents", () => {
    const forAgents = ["parameter.get", "parameter.set", "software.inventory", "device.discover"];
    expect(startKindsFor("agent")).toEqual(forAgents);
    expect(startKindsFor("operator")).toEqual(expect.arrayContaining(["node.execute", "firmware.update"]));
    expect(mayStart("software.remove", "agent")).toBe(false);
    expect(mayStart("software.remove", "operator")).toBe(true);
  });

  it("offer what is done to a component at the component, not without one", () => {
    expect(startKindsFor("administrator")).not.toContain("software.remove");
  });

  it("name what is in a device's inventory with its object, and its list only where it is a package", () => {
    const maps = { list: "deployed", root: "./SCM", name: "maps", title: "Maps", version: "1" } as const;
    expect(changeParams(maps)).toEqual({ root: "./SCM", component: "maps" });
    expect(changeParams({ ...maps, list: "delivered" })).toEqual({
      root: "./SCM",
      component: "maps",
      list: "delivered",
    });
    const usual = { content: "con_1", component: " ", active: true, flow: "downloadInstall", override: false } as const;
    expect(installParams(usual, undefined)).toEqual({ content: "con_1" });
    expect(installParams(usual, maps)).toEqual({ content: "con_1", root: "./SCM", component: "maps" });
    const other = { content: "con_1", component: " radio ", active: false, flow: "staged", override: true } as const;
    expect(installParams(other, undefined)).toEqual({ ...other, component: "radio" });
  });

  it("send a way of the update and the override only where they were chosen", () => {
    expect(firmwareParams({ content: "con_1", flow: "", question: " ", override: false })).toEqual({
      content: "con_1",
    });
    expect(firmwareParams({ content: "con_1", flow: "staged", question: "Now? ", override: true })).toEqual({
      content: "con_1",
      flow: "staged",
      ask: { text: "Now?" },
      override: true,
    });
  });
});
