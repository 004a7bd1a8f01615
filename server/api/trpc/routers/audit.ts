import { listAuditEntries } from "../../../services/audit";
import { router } from "../trpc";
import { pageFor } from "../use-case-procedures";

export const auditRouter = router({
  list: pageFor(listAuditEntries),
});
