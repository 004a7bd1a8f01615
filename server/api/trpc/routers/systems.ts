import {
  addCredential,
  changeExternalSystem,
  endSecret,
  listExternalSystems,
  listSystemNames,
  readExternalSystem,
  registerExternalSystem,
  replaceKeys,
  revokeCredential,
  rotateSecret,
} from "../../../services/external-systems";
import { router } from "../trpc";
import { mutationFor, pageFor, queryFor } from "../use-case-procedures";

export const systemsRouter = router({
  list: pageFor(listExternalSystems),
  names: queryFor(listSystemNames),
  read: queryFor(readExternalSystem),
  register: mutationFor(registerExternalSystem),
  change: mutationFor(changeExternalSystem),
  addCredential: mutationFor(addCredential),
  rotateSecret: mutationFor(rotateSecret),
  endSecret: mutationFor(endSecret),
  replaceKeys: mutationFor(replaceKeys),
  revokeCredential: mutationFor(revokeCredential),
});
