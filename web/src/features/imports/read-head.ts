/* A header is found within this much of any file. */
const HEAD_BYTES = 64 * 1024;
const DELIMITERS = [",", ";", "\t", "|"] as const;

/** The headings of a CSV file, read from its first bytes; none when it is no text. The server reads the whole file itself. */
export async function readHeadings(file: Blob): Promise<string[]> {
  return headingsIn(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()));
}

/** The same of bytes that are here already. */
export function headingsIn(bytes: Uint8Array): string[] {
  const text = decode(bytes);
  return text === null ? [] : headingsOf(text);
}

function decode(bytes: Uint8Array): string | null {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (a === 0xfe && b === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  if (bytes.includes(0)) return null;
  try {
    // The last character may be cut in two; as a stream the decoder waits for its rest.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** The cells of the first line that has any, cut at whichever separator cuts it most. */
export function headingsOf(text: string): string[] {
  const start = text.replace(/^\uFEFF?\s*/, "");
  const rows = DELIMITERS.map((delimiter) => firstRow(start, delimiter));
  const widest = rows.reduce((best, row) => (row.length > best.length ? row : best), []);
  return widest.map((cell) => cell.trim()).filter((cell) => cell !== "");
}

function firstRow(text: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? "";
    if (sign === '"' && quoted && text[at + 1] === '"') {
      cell += sign;
      at += 1;
    } else if (sign === '"') quoted = !quoted;
    else if (!quoted && sign === delimiter) {
      cells.push(cell);
      cell = "";
    } else if (!quoted && (sign === "\n" || sign === "\r")) break;
    else cell += sign;
  }
  return cell === "" && cells.length === 0 ? [] : [...cells, cell];
}
