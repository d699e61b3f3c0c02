/**
 * Rows by number. An array is that; a long list has only some of its rows at hand, and tells of the others where they
 * stand.
 */
export interface Rows<Row> {
  readonly length: number;
  /** The row, unless it is not here. */
  at: (index: number) => Row | undefined;
  /** The number of the first row at hand that is such a one; -1: none is. */
  findIndex: (is: (row: Row) => boolean) => number;
  /** Goes down as rows come in front of the first one: what stood at a number stands that much further on. */
  readonly origin?: number;
  /** Another number for another stretch of the list: nothing of its places is comparable. */
  readonly stretch?: number;
}

/** The same places, with something else at each. */
export function mapRows<Row, Value>(rows: Rows<Row>, value: (row: Row) => Value): Rows<Value> {
  const { length, origin, stretch } = rows;
  return {
    length,
    origin,
    stretch,
    at: (index) => {
      const row = rows.at(index);
      return row === undefined ? undefined : value(row);
    },
    findIndex: (is) => rows.findIndex((row) => is(value(row))),
  };
}
