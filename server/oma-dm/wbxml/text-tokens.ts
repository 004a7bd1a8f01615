import type { DecodeBudget } from "../decode-budget";
import { ENTITY, OPAQUE, STR_I, STR_T } from "./global-tokens";
import type { WbxmlHeader } from "./header";
import type { WbxmlReader } from "./reader";
import type { TextPieces } from "./text-pieces";

/** Octets that one character can take in UTF-8. */
const CHARACTER_OCTETS_MAX = 4;

/**
 * Reads what follows a token of text into `pieces`; the reader stands behind the token. Answers false, with nothing
 * read, when the token is none of text. Throws TRUNCATED, INTEGER_TOO_LARGE, STRING_TABLE_RANGE, LIMIT_EXPANDED_TEXT.
 */
export function readTextToken(
  token: number,
  reader: WbxmlReader,
  header: WbxmlHeader,
  budget: DecodeBudget,
  pieces: TextPieces,
): boolean {
  const offset = reader.position - 1;
  switch (token) {
    case STR_I: {
      const start = reader.position;
      const end = reader.skipString();
      budget.takeText(end - start, offset);
      pieces.addText(start, end);
      return true;
    }
    case STR_T: {
      const start = header.strings.startOf(reader.multiByteUint(), offset);
      const end = header.strings.endOf(start);
      budget.takeText(end - start, offset);
      pieces.addText(start, end);
      return true;
    }
    case ENTITY: {
      const codePoint = reader.multiByteUint();
      budget.takeText(CHARACTER_OCTETS_MAX, offset);
      pieces.addCharacter(codePoint, offset);
      return true;
    }
    case OPAQUE: {
      const length = reader.multiByteUint();
      const start = reader.skip(length);
      budget.takeText(length, offset);
      pieces.addOctets(start, start + length);
      return true;
    }
    default:
      return false;
  }
}
