import { z } from "zod";
import { Instant } from "../devices/schemas";
import { PageInput } from "../page";

/** Octets of a document: what the reader takes at most. */
const DOCUMENT_OCTETS_MAX = 786_432;
const ModelText = z.string().min(1).max(128);

export const CreateDescriptionInput = z.strictObject({
  /** As the devices say it in `./DevInfo/Man`; the document's own when left out. */
  manufacturer: ModelText.optional(),
  /** As the devices say it in `./DevInfo/Mod`; the document's own when left out. */
  model: ModelText.optional(),
  /** Only for firmware versions that begin so; for all when left out. The longest that fits a device counts. */
  firmwarePrefix: z.string().max(128).default(""),
  /** The device description (DDF 1.2) as XML. */
  document: z
    .string()
    .min(1)
    .refine((text) => Buffer.byteLength(text) <= DOCUMENT_OCTETS_MAX, {
      message: `A description has at most ${DOCUMENT_OCTETS_MAX} octets.`,
    }),
});

export const DescriptionView = z.object({
  id: z.string(),
  manufacturer: z.string(),
  model: z.string(),
  /** "": for every firmware version. */
  firmwarePrefix: z.string(),
  /** Nodes that it describes. */
  nodes: z.number().int(),
  /** What is odd in the document; the rest of it is used. */
  problems: z.array(z.object({ code: z.string(), uri: z.string(), detail: z.string() })),
  createdAt: Instant,
});
export type DescriptionView = z.infer<typeof DescriptionView>;

export const DescriptionWithDocument = DescriptionView.extend({ document: z.string() });

export const DescriptionIdInput = z.strictObject({ id: z.string().min(1).max(200) });

export const ListDescriptionsInput = PageInput.extend({
  manufacturer: z.string().max(128).optional(),
  model: z.string().max(128).optional(),
});
