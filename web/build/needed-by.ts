/** What is asked of the bundler about a module: who imports it, not counting `import()`. */
interface Modules {
  getModuleInfo: (id: string) => { importers: readonly string[] } | null;
}

/**
 * Names a chunk for what each of some modules needs at once, with all that it imports, and leaves the rest to the bundler:
 * what others alone need at once would otherwise weigh on them.
 */
export function neededBy(name: string, ...modules: RegExp[]) {
  const are = modules.map(isNeededBy);
  return (id: string, graph: Modules) => (are.every((is) => is(id, graph)) ? name : null);
}

function isNeededBy(module: RegExp) {
  const known = new Map<string, boolean>();
  return function isNeeded(id: string, graph: Modules): boolean {
    if (module.test(id)) return true;
    const answer = known.get(id);
    if (answer !== undefined) return answer;
    // Who imports each other in a circle is no way there.
    known.set(id, false);
    const importers = graph.getModuleInfo(id)?.importers ?? [];
    const needed = importers.some((importer) => isNeeded(importer, graph));
    if (needed) known.set(id, true);
    else known.delete(id);
    return needed;
  };
}
