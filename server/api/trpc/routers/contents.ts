import {
  approveContent,
  deleteContent,
  listContents,
  listSigningKeys,
  readContent,
  readSigningKey,
  registerContent,
  registerSigningKey,
  rejectContent,
  retireContent,
  revokeSigningKey,
} from "../../../services/contents";
import { router } from "../trpc";
import { mutationFor, pageFor, queryFor } from "../use-case-procedures";

export const contentsRouter = router({
  list: pageFor(listContents),
  read: queryFor(readContent),
  register: mutationFor(registerContent),
  retire: mutationFor(retireContent),
  delete: mutationFor(deleteContent),
  approve: mutationFor(approveContent),
  reject: mutationFor(rejectContent),
  signingKeys: pageFor(listSigningKeys),
  signingKey: queryFor(readSigningKey),
  registerSigningKey: mutationFor(registerSigningKey),
  revokeSigningKey: mutationFor(revokeSigningKey),
});
