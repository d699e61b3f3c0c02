import { expect, it } from "vitest";
import { guessNoun, headingWords } from "./guess-noun.ts";

const guess = (headings: string, file = "export.csv") =>
  guessNoun(headings.split(","), file)?.noun ?? null;

it.each([
  [
    "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value",
    "deals",
  ],
  ["Deal name,Stage,Amount,Closing Date", "deals"],
  ["account,sector,year_established,revenue,employees,office_location,subsidiary_of", "companies"],
  ["Company,Website,Industry,Employees,City,Country,Owner", "companies"],
  ["sales_agent,manager,regional_office", "people"],
  ["product,series,sales_price", "products"],
  [
    "id,first_name,last_name,title,company,email_work,email_home,phone_work,linkedin_url",
    "contacts",
  ],
  ["Lead ID,Name,Company,E-mail,Lead Status,Lead Owner,Value,Currency,Created", "leads"],
])("%s holds %s", (headings, noun) => {
  expect(guess(headings)).toBe(noun);
});

it("asks where headings fit several kinds of file, unless the file's name decides", () => {
  const both = "First name,Last name,E-mail,Company,Phone";
  expect(guess(both)).toBeNull();
  expect(guess(both, "Contacts 2026.csv")).toBe("contacts");
  expect(guess("Name,City,Notes")).toBeNull();
  expect(guess("Name,Notes", "leads.csv")).toBeNull();
});

it("names the headings by which it can tell, as the file writes them", () => {
  expect(guessNoun(["Name", "DealStage", "close_date"], "x.csv")).toEqual({
    noun: "deals",
    signs: ["DealStage", "close_date"],
  });
});

it("reads a heading in words, however it is written", () => {
  expect(["deal_stage", "DealStage", "Deal-Stage ", "E-Mail"].map(headingWords)).toEqual([
    "deal stage",
    "deal stage",
    "deal stage",
    "e mail",
  ]);
});
