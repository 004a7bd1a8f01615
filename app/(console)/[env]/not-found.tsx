import { NothingHere } from "@/components/shell/nothing-here";

/** Within the shell, so that the search stays at hand. */
export default function NotFoundInConsole() {
  return <NothingHere />;
}
