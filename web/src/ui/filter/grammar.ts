import type { Condition } from "./conditions.ts";
import { EVERYTHING, type FilterNode, type Group, isGroup, simplified } from "./tree.ts";

/** A piece of a text: a parenthesis, or what stands between spaces, quotes kept together. */
export interface Piece {
  from: number;
  text: string;
}

/** Splits at spaces and parentheses that are not within quotes. */
export function piecesOf(text: string): Piece[] {
  return [...text.matchAll(/[()]|(?:[^\s"()]|"(?:\\.|[^"\\])*"?)+/g)].map((match) => ({
    from: match.index,
    text: match[0],
  }));
}

/** How the pieces of a text become conditions; what cannot is told, or left out. */
export interface Reading {
  condition: (piece: Piece) => Condition | null;
  /** A parenthesis that nothing belongs to. */
  stray?: (piece: Piece) => void;
}

/**
 * Reads conditions that stand side by side, all of which hold, with `or` between some and parentheses around others:
 * `status:new (owner_id:me or amount>=500000)`.
 */
export function readFilterText(text: string, reading: Reading): Group {
  const pieces = piecesOf(text);
  let at = 0;
  const word = (piece: Piece) => piece.text.toLowerCase();

  function either(inside: boolean): Group {
    const parts: FilterNode[] = [every(inside)];
    for (let piece = pieces[at]; piece && word(piece) === "or"; piece = pieces[at]) {
      at++;
      parts.push(every(inside));
    }
    return parts.length === 1 ? (parts[0] as Group) : { any: true, nodes: parts };
  }

  function every(inside: boolean): Group {
    const nodes: FilterNode[] = [];
    for (let piece = pieces[at]; piece && word(piece) !== "or"; piece = pieces[at]) {
      if (piece.text === ")") {
        if (inside) break;
        reading.stray?.(piece);
      }
      at++;
      if (piece.text === "(") nodes.push(within(piece));
      else if (piece.text !== ")" && word(piece) !== "and") {
        const condition = reading.condition(piece);
        if (condition) nodes.push(condition);
      }
    }
    return { any: false, nodes };
  }

  function within(opened: Piece): Group {
    const group = either(true);
    if (pieces[at]?.text === ")") at++;
    else reading.stray?.(opened);
    return group;
  }

  return pieces.length === 0 ? EVERYTHING : simplified(either(false));
}

/** Writes what `readFilterText` reads. */
export function writeFilterText(group: Group, write: (condition: Condition) => string): string {
  return group.nodes
    .map((node) => (isGroup(node) ? `(${writeFilterText(node, write)})` : write(node)))
    .join(group.any ? " or " : " ");
}
