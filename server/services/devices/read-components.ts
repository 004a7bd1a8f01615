import { useCase } from "../use-case";
import { deliveredIn, deployedIn, firmwareIn } from "./components-of";
import { findDevice } from "./find-device";
import { knownObjects } from "./known-objects";
import { DeviceComponentsView, DeviceIdInput } from "./schemas";

/**
 * What a device's objects for firmware and software hold, as its tree was last read; nothing is asked of the device.
 * `software.inventory` reads it anew.
 *
 * Throws ServiceError NOT_FOUND.
 */
export const readComponents = useCase({
  name: "device.read_components",
  scope: "devices:read",
  input: DeviceIdInput,
  output: DeviceComponentsView,
  audit: false,
  async run(context, transaction, input) {
    const { device } = await findDevice(transaction, context.principal, input.id);
    const { nodes, truncated } = await knownObjects(transaction, device.deviceId);
    return {
      firmware: firmwareIn(nodes, device.manufacturer),
      delivered: deliveredIn(nodes),
      deployed: deployedIn(nodes),
      truncated,
    };
  },
});
