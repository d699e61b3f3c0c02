import { expect, it } from "vitest";
import { headingsIn, headingsOf } from "./read-head.ts";

it("cuts the first line at the separator that the file uses", () => {
  expect(headingsOf("a,b,c\n1,2,3")).toEqual(["a", "b", "c"]);
  expect(headingsOf("a;b, or c;d\r\n1;2;3")).toEqual(["a", "b, or c", "d"]);
  expect(headingsOf("a\tb\n1\t2")).toEqual(["a", "b"]);
});

it("keeps quoted cells whole and leaves empty ones out", () => {
  expect(headingsOf('"Name, full","Say ""hi""",,City\nx')).toEqual([
    "Name, full",
    'Say "hi"',
    "City",
  ]);
  expect(headingsOf("\uFEFF\n\nName,City")).toEqual(["Name", "City"]);
  expect(headingsOf("")).toEqual([]);
});

it("reads UTF-8, UTF-16 and Windows-1252, and finds no headings in what is no text", () => {
  const utf16 = new Uint8Array([0xff, 0xfe, 0x4e, 0, 0x2c, 0, 0x4f, 0]);
  const latin = new Uint8Array([0x53, 0x74, 0xe4, 0x64, 0x74, 0x65, 0x2c, 0x4f, 0x72, 0x74]);
  const zip = new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 8]);
  expect(headingsIn(new TextEncoder().encode("Städte,Ort\n"))).toEqual(["Städte", "Ort"]);
  expect(headingsIn(utf16)).toEqual(["N", "O"]);
  expect(headingsIn(latin)).toEqual(["Städte", "Ort"]);
  expect(headingsIn(zip)).toEqual([]);
});
