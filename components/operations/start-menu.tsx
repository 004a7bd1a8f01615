"use client";
import {
  BookOpen,
  Boxes,
  ChevronDown,
  HardDriveDownload,
  KeyRound,
  ListTree,
  type LucideIcon,
  PackagePlus,
  PackageX,
  PencilLine,
  Power,
  PowerOff,
  RefreshCw,
  Zap,
} from "lucide-react";
import { useTranslations } from "use-intl";
import type { Role } from "@/server/services/principal";
import { Button } from "../ui/button";
import { Menu, MenuItem } from "../ui/menu";
import { type StartKind, startKindsFor } from "./start-forms";
import { useKindName } from "./use-kind-name";

export const START_ICONS: Readonly<Record<StartKind, LucideIcon>> = {
  "parameter.get": BookOpen,
  "parameter.set": PencilLine,
  "firmware.update": HardDriveDownload,
  "software.inventory": Boxes,
  "software.install": PackagePlus,
  "software.update": RefreshCw,
  "software.activate": Power,
  "software.deactivate": PowerOff,
  "software.remove": PackageX,
  "node.execute": Zap,
  "device.discover": ListTree,
  "bootstrap.send": KeyRound,
};

interface StartMenuProps {
  readonly role: Role;
  readonly onStart: (kind: StartKind) => void;
}

/** What can be done with the device. */
export function StartMenu({ role, onStart }: StartMenuProps) {
  const t = useTranslations("start");
  const kindName = useKindName();
  return (
    <Menu
      trigger={
        <Button intent="primary">
          {t("menu")}
          <ChevronDown aria-hidden="true" />
        </Button>
      }
    >
      {startKindsFor(role).map((kind) => (
        <MenuItem
          key={kind}
          icon={START_ICONS[kind]}
          hint={t(`hint.${kind.replace(".", "_") as "parameter_get"}`)}
          onSelect={() => onStart(kind)}
        >
          {kindName(kind)}
        </MenuItem>
      ))}
    </Menu>
  );
}
