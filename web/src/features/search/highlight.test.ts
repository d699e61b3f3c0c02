import { expect, it } from "vitest";
import { highlight } from "./highlight.ts";

const marked = (text: string, searched: string) =>
  highlight(text, searched)
    .map(({ text: piece, hit }) => (hit ? `[${piece}]` : piece))
    .join("");

it("marks the beginnings of words, whatever their case and accents", () => {
  expect(marked("Inès Haddad", "hadd INE")).toBe("[Inè]s [Hadd]ad");
  expect(marked("Halcyon GmbH", "alc")).toBe("Halcyon GmbH");
  expect(marked("b.weiss@halcyon.example", "halcyon")).toBe("b.weiss@[halcyon].example");
});

it("keeps every sign of the text", () => {
  for (const text of ["Straße 12", "ﬁne 🎉 Łódź", "", "İstanbul"])
    expect(
      highlight(text, "s f l i")
        .map((piece) => piece.text)
        .join(""),
    ).toBe(text);
});
