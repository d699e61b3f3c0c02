import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const FIRST = ["Ann", "Bela", "Cara", "Dov", "Eva", "Finn", "Gina", "Hugo"];
const LAST = ["Haddad", "Miller", "Okafor", "Tanaka", "Rossi", "Novak", "Silva"];
const CITIES = ["Berlin", "Kiel", "Lyon", "Oslo", "Porto"];
const ROWS_AT_ONCE = 10_000;

/** A plain file of leads, as benches/src/import.rs has it: the same in every run, no two rows of one address. */
export async function leadsFile(path, rows) {
  await pipeline(Readable.from(parts(rows)), createWriteStream(path));
}

function* parts(rows) {
  let part = "First name,Last name,Company,Email,Phone,Status,Source,Score,City\n";
  for (let at = 0; at < rows; at++) {
    const [first, last, city] = [FIRST[at % 8], LAST[at % 7], CITIES[at % 5]];
    const email = `${first}.${last}.${at}@mail${at % 401}.example`;
    const phone = `+49 30 ${(7_919 * at) % 9_999_991}`;
    part += `${first},${last}${at % 3001},${last} Works ${at % 9001},${email},${phone},new,Web,${at % 101},${city}\n`;
    if (at % ROWS_AT_ONCE === 0) {
      yield part;
      part = "";
    }
  }
  yield part;
}
