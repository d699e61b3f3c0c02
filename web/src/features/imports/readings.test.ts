import { expect, it } from "vitest";
import { DATE_ORDERS, readDate, readNumber, telling } from "./readings.ts";

it("reads a date in the order that is asked", () => {
  expect(readDate("03/04/2017", "dmy")).toBe("2017-04-03");
  expect(readDate("03/04/2017", "mdy")).toBe("2017-03-04");
  expect(readDate("3.4.17 10:30", "dmy")).toBe("2017-04-03");
  expect(readDate("2017-03-04", "dmy")).toBe("2017-03-04");
});

it("says that a text is no date in an order in which it is none", () => {
  expect(readDate("20/10/2016", "mdy")).toBeNull();
  expect(readDate("31/02/2016", "dmy")).toBeNull();
  expect(readDate("soon", "dmy")).toBeNull();
  expect(readDate("1/2", "dmy")).toBeNull();
});

it("reads a number with the mark that is asked", () => {
  expect([readNumber("1.234", "dot"), readNumber("1.234", "comma")]).toEqual([1.234, 1234]);
  expect([readNumber("€ 1,234.50", "dot"), readNumber("€ 1,234.50", "comma")]).toEqual([
    1234.5,
    null,
  ]);
  expect(readNumber("12,5", "dot")).toBeNull();
  expect(readNumber("-", "dot")).toBeNull();
});

it("shows the samples that differ before those that do not", () => {
  expect(telling(["20/10/2016", "03/04/2017"], ["dmy", "mdy"], readDate)).toEqual(["03/04/2017"]);
  expect(telling(["20/10/2016"], DATE_ORDERS, readDate)).toEqual(["20/10/2016"]);
});
