import { describe, expect, it } from "vitest";
import { DeviceTree } from "./device-tree";
import { type BuiltInProfileName, builtInProfile } from "./profile";

const SERVER = "carrier-dm";

function tree(name: BuiltInProfileName = "phone") {
  return new DeviceTree(builtInProfile(name), { devId: "IMEI:350000000000001", serverId: SERVER, serial: "S1" });
}

describe("the profiles", () => {
  it.each(["phone", "router", "vehicle"] as const)(
    "%s has a realistic tree, and every node of it can be reached",
    (name) => {
      const { nodes } = builtInProfile(name);
      expect(nodes.size).toBeGreaterThanOrEqual(60);
      expect(nodes.size).toBeLessThanOrEqual(200);
      const device = tree(name);
      let reached = 0;
      const visit = (uri: string) => {
        reached += 1;
        const node = nodes.get(uri);
        for (const child of node?.children ?? []) visit(`${uri}/${child}`);
      };
      visit(".");
      expect(reached).toBe(nodes.size);
      for (const uri of ["DevId", "Man", "Mod", "DmV", "Lang"].map((leaf) => `./DevInfo/${leaf}`)) {
        expect(device.get(uri, SERVER).status, uri).toBe(200);
      }
    },
  );
});

describe("200", () => {
  it("a leaf gives its value, an interior node the names of its children", () => {
    const device = tree();
    expect(device.get("./DevInfo/DevId", SERVER).given).toEqual({
      uri: "./DevInfo/DevId",
      format: "chr",
      type: "text/plain",
      value: "IMEI:350000000000001",
    });
    expect(device.get("DevDetail/URI", SERVER).given).toMatchObject({
      format: "node",
      value: "MaxDepth/MaxTotLen/MaxSegLen",
    });
    expect(device.get(".", SERVER).given?.value.split("/")).toContain("DevInfo");
  });

  it("what was written, added or deleted is read back so, and another device of the profile does not see it", () => {
    const device = tree();
    expect(device.replace("./Settings/Wifi/Ssid", { data: "garden" }, SERVER).status).toBe(200);
    expect(device.add("./Settings/Apns/Guest", { format: "node", data: "" }, SERVER).status).toBe(200);
    expect(device.add("./Settings/Apns/Guest/Apn", { data: "guest.{devId}" }, SERVER).status).toBe(200);
    expect(device.remove("./Settings/Apns/Ims", SERVER).status).toBe(200);
    expect(device.get("./Settings/Wifi/Ssid", SERVER).given?.value).toBe("garden");
    expect(device.get("./Settings/Apns", SERVER).given?.value).toBe("Internet/Guest");
    expect(device.get("./Settings/Apns/Guest/Apn", SERVER).given?.value).toBe("guest.{devId}");
    expect(device.get("./Settings/Apns/Ims/Apn", SERVER).status).toBe(404);
    expect(tree().get("./Settings/Wifi/Ssid", SERVER).given?.value).toBe("home-net");
  });

  it("properties are read by ?prop=, and the ACL is written", () => {
    const device = tree();
    expect(device.get("./Vault?prop=ACL", "another-server").given?.value).toBe(
      "Get=another-server&Replace=another-server",
    );
    expect(device.get("./Settings/Wifi/Channel?prop=Format", SERVER).given?.value).toBe("int");
    expect(device.get("./Settings/Wifi/Channel?prop=Name", SERVER).given?.value).toBe("Channel");
    expect(device.get("./DevInfo?prop=Type", SERVER).given?.value).toBe("urn:oma:mo:oma-dm-devinfo:1.0");
    expect(device.replace("./Settings/Wifi?prop=ACL", { data: `Get=${SERVER}` }, SERVER).status).toBe(200);
    expect(device.get("./Settings/Wifi/Ssid", SERVER).status).toBe(200);
    expect(device.replace("./Settings/Wifi/Ssid", { data: "x" }, SERVER).status).toBe(425);
  });

  it("a leaf is copied under a new name", () => {
    const device = tree();
    const copy = device.copy("./Settings/Apns/Ims/Apn", "./Settings/Apns/Ims/Old", SERVER);
    expect(copy.status).toBe(200);
    expect(device.get("./Settings/Apns/Ims/Old", SERVER).given?.value).toBe("ims");
  });

  it("an Exec gives the status and the work of its node", () => {
    expect(tree().execute("./Actions/Ring", SERVER).status).toBe(200);
    expect(tree().execute("./Actions/Diagnose", SERVER)).toMatchObject({
      status: 202,
      exec: { report: { data: "410", afterMs: 600 } },
    });
  });
});

describe("refusals", () => {
  it("404: a node or a parent that is not there", () => {
    const device = tree();
    expect(device.get("./None", SERVER).status).toBe(404);
    expect(device.replace("./None", { data: "" }, SERVER).status).toBe(404);
    expect(device.remove("./None", SERVER).status).toBe(404);
    expect(device.execute("./None", SERVER).status).toBe(404);
    expect(device.add("./None/Below", { data: "" }, SERVER).status).toBe(404);
    expect(device.get("./toString", SERVER).status).toBe(404);
  });

  it("405: a command that the node does not know", () => {
    const device = tree();
    expect(device.replace("./DevInfo/Man", { data: "x" }, SERVER).status).toBe(405);
    expect(device.replace("./Settings/Wifi", { data: "x" }, SERVER).status).toBe(405);
    expect(device.get("./Inbox", SERVER).status).toBe(405);
    expect(device.get("./DMAcc/Carrier/AppAuth/Client/AAuthSecret", SERVER).status).toBe(405);
    expect(device.remove(".", SERVER).status).toBe(405);
    expect(device.remove("./DevInfo/Man", SERVER).status).toBe(405);
    expect(device.execute("./DevInfo/Man", SERVER).status).toBe(405);
    expect(device.add("./Settings/Wifi/Ssid/Below", { data: "" }, SERVER).status).toBe(405);
    expect(device.replace("./Settings/Wifi?prop=Name", { data: "x" }, SERVER).status).toBe(405);
  });

  it("406: a property or a list it does not support", () => {
    const device = tree();
    for (const query of ["prop=TStamp", "prop=VerNo", "prop=Size", "prop=Nonsense", "list=Struct", "list=TNDS"]) {
      expect(device.get(`./Settings?${query}`, SERVER).status, query).toBe(406);
    }
  });

  it("413 and 414: more than the device takes", () => {
    const device = tree();
    expect(device.replace("./Settings/Wifi/Ssid", { data: "x".repeat(1_048_577) }, SERVER).status).toBe(413);
    expect(device.get(`./${"x".repeat(65)}`, SERVER).status).toBe(414);
    expect(device.get(`.${"/x".repeat(17)}`, SERVER).status).toBe(414);
    expect(device.get(`.${`/${"x".repeat(60)}`.repeat(9)}`, SERVER).status).toBe(414);
  });

  it("415: another format, or a serialised tree", () => {
    const device = tree();
    expect(device.replace("./Settings/Wifi/Channel", { format: "chr", data: "x" }, SERVER).status).toBe(415);
    const tnds = { format: "xml", type: "application/vnd.syncml.dmtnds+xml", data: "<MgmtTree/>" };
    expect(device.add("./Settings/Apns/New", tnds, SERVER).status).toBe(415);
  });

  it("418: an Add of what is there already", () => {
    expect(tree().add("./Settings/Apns/Ims", { format: "node", data: "" }, SERVER).status).toBe(418);
  });

  it("425: what the access control list of the node or of one above it does not allow this server", () => {
    const device = tree();
    expect(device.get("./Vault/Key", SERVER).status).toBe(425);
    expect(device.get("./Vault/Key", "another-server").status).toBe(200);
    expect(device.get("./Vault?prop=ACL", SERVER).status).toBe(425);
    expect(device.replace("./Vault/Key?prop=ACL", { data: "Get=*" }, SERVER).status).toBe(425);
    expect(tree("router").replace("./Support/Contact", { data: "x" }, SERVER).status).toBe(425);
  });

  it("500: an access control list that is none", () => {
    expect(tree().replace("./Settings/Wifi?prop=ACL", { data: "Get=a b" }, SERVER).status).toBe(500);
  });
});
