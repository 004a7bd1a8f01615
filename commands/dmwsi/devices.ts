import { type DmwsiClient, dataOf, pages } from "../../clients/typescript";
import { UsageError } from "../usage-error";
import { LIST_OPTIONS, table, take, whereOf } from "./listing";
import type { Subcommand } from "./subcommand";

export const devicesList: Subcommand = {
  usage: "devices list [--where NAME=VALUE ...] [--limit N]",
  about: "finds devices; NAME is a parameter of GET /devices, such as tag or model",
  options: LIST_OPTIONS,
  words: 0,
  async run({ dmwsi, flag, flags, print }) {
    const where = whereOf(flags("where"));
    const all = pages((page) => dmwsi.GET("/devices", { params: { query: { ...where, ...page } } }));
    const devices = await take(all, flag("limit"));
    const rows = devices.map((device) => [
      device.id,
      device.devId,
      device.manufacturer,
      device.model,
      device.firmware,
      device.contact.state,
    ]);
    print(devices, table(rows));
    return 0;
  },
};

export const devicesShow: Subcommand = {
  usage: "devices show ID",
  about: "shows a device, by its id or its DevId",
  options: {},
  words: 1,
  async run({ dmwsi, words: [name = ""], print }) {
    const device = await dataOf(
      dmwsi.GET("/devices/{id}", { params: { path: { id: await deviceIdOf(dmwsi, name) } } }),
    );
    print(device, JSON.stringify(device, null, 2));
    return 0;
  },
};

/** An id stays what it is, a DevId is looked up. */
async function deviceIdOf(dmwsi: DmwsiClient, name: string): Promise<string> {
  if (name.startsWith("dev_")) return name;
  const { items } = await dataOf(dmwsi.GET("/devices", { params: { query: { devId: name } } }));
  const [device] = items;
  if (!device) throw new UsageError(`No device is called ${name}: see devices list.`);
  return device.id;
}
