/** Prints a part of the table: what was measured, the result, the goal, and whether it is reached. */
export function print(part, rows) {
  console.log(`\n${part}`);
  for (const [what, result, goal, reached] of rows) {
    const verdict = reached === null ? "" : reached ? "reached" : "MISSED";
    console.log(`  ${what.padEnd(62)} ${result.padEnd(40)} ${goal.padEnd(22)} ${verdict}`);
  }
}
