import type { DeviceScript } from "../../plans/testing/tree-device";
import { CONTENT, node, playStory, type Story, text } from "./play-story";

export const ROOT = "./SCM";
export const DEPLOYED = `${ROOT}/Inventory/Deployed`;
export const DELIVERED = `${ROOT}/Inventory/Delivered`;
/** Where a package is told to be fetched from. */
export const ORDERED = `${ROOT}/Download/${CONTENT}`;

const number = (value: number) => ({ format: "int", value: `${value}` });

/** Nodes of a phone with one active component, version 7.2.0, whose object is where its id says. */
export const SOFTWARE_PHONE: DeviceScript["leaves"] = {
  "./DevInfo/Man": text("Nimbus"),
  "./DevInfo/Mod": text("N-1"),
  "./SCM": node("urn:oma:mo:oma-scomo:1.0"),
  "./SCM/Download": node(),
  "./SCM/Inventory/Delivered": node(),
  "./SCM/Inventory/Deployed/Maps/ID": text("org.nimbus.maps"),
  "./SCM/Inventory/Deployed/Maps/PkgIDRef": text("maps"),
  "./SCM/Inventory/Deployed/Maps/Name": text("Maps"),
  "./SCM/Inventory/Deployed/Maps/Version": text("7.2.0"),
  "./SCM/Inventory/Deployed/Maps/State": number(20),
  "./SCM/Inventory/Deployed/Maps/Status": number(10),
  "./SCM/Inventory/Deployed/Maps/Operations/Activate": node(),
  "./SCM/Inventory/Deployed/Maps/Operations/Deactivate": node(),
  "./SCM/Inventory/Deployed/Maps/Operations/Remove": node(),
};

export interface SoftwareStory extends Omit<Partial<Story>, "device"> {
  readonly device?: Partial<DeviceScript>;
  /** Status of every Exec; 202 when left out. */
  readonly accepts?: number;
}

/** Plays a story of a phone against a kind about software, `software.install` of the content unless another is named. */
export function runSoftware({ kind = "software.install", params, device, accepts = 202, ...story }: SoftwareStory) {
  const isInstall = kind === "software.install" || kind === "software.update";
  return playStory({
    alertType: "urn:oma:at:scomo:1.0:OperationComplete",
    ...story,
    kind,
    params: { ...(isInstall && { content: CONTENT }), ...params },
    device: { leaves: SOFTWARE_PHONE, ...device },
    answer: (step, { index, command }) =>
      story.answer?.(step, { index, command }) ??
      (command.name === "Exec" && device?.statuses?.[`Exec ${command.uri}`] === undefined
        ? { kind: "status", step, index, status: accepts }
        : null),
  });
}

/** The data of a report as a sample of the OMA has it. */
export function reportData(code: number, identifier = "Chat"): string {
  return `<ResultCode>${code}</ResultCode><Identifier>${identifier}</Identifier>`;
}

/** What is below a component that was installed. */
export function component(
  name: string,
  leaves: { readonly id?: string; readonly packageId?: string; readonly version?: string; readonly state?: number },
): Record<string, string> {
  const { id = "org.example.chat", packageId = CONTENT, version = "2", state = 20 } = leaves;
  const at = `${DEPLOYED}/${name}`;
  return {
    [`${at}/ID`]: id,
    [`${at}/PkgIDRef`]: packageId,
    [`${at}/Version`]: version,
    [`${at}/State`]: `${state}`,
  };
}
