import { expect, it } from "vitest";
import { csvText } from "./csv-text.ts";

it("quotes what would break the table", () => {
  expect(csvText([["a", 'say "hi"', "b, c", "two\nlines"], ["x"]])).toBe(
    'a,"say ""hi""","b, c","two\nlines"\r\nx\r\n',
  );
});

it("lets no spreadsheet run a cell, and leaves numbers alone", () => {
  expect(csvText([["=SUM(A1)", "@cmd", "-5", "+49 421 555"]])).toBe(
    "'=SUM(A1),'@cmd,-5,+49 421 555\r\n",
  );
});
