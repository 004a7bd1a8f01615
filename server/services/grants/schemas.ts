import { z } from "zod";
import { Instant } from "../devices/schemas";
import { matchesKind, newestKinds } from "../operations/kinds";
import { DeliveryDetail } from "../operations/schemas";
import { PageInput, pageOf } from "../page";

const SystemId = z.string().min(1).max(64);
const KINDS_MAX = 50;

/** Operation kinds: whole ones (`firmware.update`), families (`firmware.*`), or `*`. */
const KindPatterns = z
  .array(
    z
      .string()
      .max(64)
      .refine((pattern) => newestKinds.some(({ kind }) => matchesKind(pattern, kind)), {
        message:
          "There is no operation of this kind. Give a kind such as firmware.update, a family such as firmware.*, or *.",
      }),
  )
  .min(1)
  .max(KINDS_MAX);

/** `from` offers, or `to` asks: the caller is one of them. */
export const ProposeGrantInput = z.strictObject({
  /** Whose results. */
  from: SystemId,
  /** Who is to get them. */
  to: SystemId,
  kinds: KindPatterns,
  /** The most that `to` is shown. */
  detail: DeliveryDetail.default("result"),
});

export const GrantIdInput = z.strictObject({ id: z.string().min(1).max(64) });

export const GrantState = z.enum(["waiting", "active"]);

export const ListGrantsInput = PageInput.extend({ state: GrantState.optional() });

export const GrantView = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  kinds: z.array(z.string()),
  detail: DeliveryDetail,
  /** `waiting` until both sides have consented. */
  state: GrantState,
  fromConsentedAt: Instant.nullable(),
  toConsentedAt: Instant.nullable(),
  createdAt: Instant,
});
export type GrantView = z.infer<typeof GrantView>;
export const GrantPage = pageOf(GrantView);
