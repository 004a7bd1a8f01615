import type { DecodeBudget } from "../decode-budget";
import { readAttributes, type XmlAttribute } from "./attributes";
import { GREATER_THAN } from "./characters";
import type { XmlReader } from "./reader";
import type { ReferenceReader } from "./references";
import type { Surroundings, SurroundingsOf } from "./surroundings";

/** The attributes of one start tag and what they make of the surroundings it stands in. */
export interface Declared {
  readonly attributes: readonly XmlAttribute[];
  readonly here: Surroundings;
}

/**
 * Reads the attributes of one start tag after another. Nearly all are `xmlns="syncml:metinf"`, hundreds in a large
 * message: where the octets are those of the last tag with attributes, in the same surroundings, so is the outcome.
 */
export class StartTagAttributes {
  private readonly reader: XmlReader;
  private readonly references: ReferenceReader;
  private readonly budget: DecodeBudget;
  private readonly surroundings: SurroundingsOf;
  private last: Declared | undefined;
  private lastAbove: Surroundings | undefined;
  /** The octets behind the name of the last tag, its `>` included. */
  private lastStart = 0;
  private lastEnd = 0;

  constructor(reader: XmlReader, references: ReferenceReader, budget: DecodeBudget, surroundings: SurroundingsOf) {
    this.reader = reader;
    this.references = references;
    this.budget = budget;
    this.surroundings = surroundings;
  }

  /** The reader stands behind the name and is left at the `>` or `/>`. Throws DecodeError. */
  read(above: Surroundings): Declared {
    const { last, reader } = this;
    const start = reader.position;
    if (last !== undefined && above === this.lastAbove && this.isRepeated(start)) {
      for (const { offset } of last.attributes) this.budget.takeElement(start + offset - this.lastStart);
      reader.position = start + (this.lastEnd - this.lastStart) - 1;
      return last;
    }
    const attributes = readAttributes(reader, this.references, this.budget);
    const declared = {
      attributes,
      here: attributes.length === 0 ? above : this.surroundings.declared(above, attributes),
    };
    if (reader.peek() === GREATER_THAN) {
      this.last = declared;
      this.lastAbove = above;
      this.lastStart = start;
      this.lastEnd = reader.position + 1;
    }
    return declared;
  }

  private isRepeated(start: number): boolean {
    const { octets } = this.reader;
    const length = this.lastEnd - this.lastStart;
    for (let index = 0; index < length; index += 1) {
      if (octets[start + index] !== octets[this.lastStart + index]) return false;
    }
    return true;
  }
}
