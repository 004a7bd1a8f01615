import type { RouteIds } from "./page-routes";
import type { PublicApi } from "./public-api";

/** The ids of something real for every page: a simulated device, and what was done with it. */
export async function oneOfEach(api: PublicApi): Promise<RouteIds> {
  const [device] = await api.devicesOf("phone");
  if (!device) throw new Error("Quickstart made no phone.");
  const operation = await api.start(device.devId, "parameter.get", { uris: ["./DevInfo/Man"] });
  const content = await api.takeIn({ name: "one-of-each.bin" });
  const group = await api.makeGroup(`One of each ${Date.now()}`, "phone");
  return {
    device: device.id,
    operation: operation.id,
    system: api.systemId,
    content: content.id,
    group: group.id,
    subscription: (await api.someSubscription()).id,
  };
}
