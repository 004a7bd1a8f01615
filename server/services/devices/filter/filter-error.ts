/** What is wrong with a filter, and where: `column` counts characters from 1. */
export class FilterError extends Error {
  readonly column: number;

  constructor(column: number, message: string) {
    super(message);
    this.name = "FilterError";
    this.column = column;
  }
}
