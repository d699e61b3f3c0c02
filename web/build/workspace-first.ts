/** What is asked of the bundler about a module: who imports it, not counting `import()`. */
interface Modules {
  getModuleInfo: (id: string) => { importers: readonly string[] } | null;
}

const ENTRY = /\/src\/app\/main\.tsx$/;

/**
 * Names a chunk for what the workspace's entry needs at once, and leaves the rest to the bundler: what another entry alone
 * needs at once (the front door has forms) would otherwise weigh on the workspace's first page.
 */
export function workspaceFirst(name: string) {
  const known = new Map<string, boolean>();
  const isNeeded = (id: string, modules: Modules): boolean => {
    if (ENTRY.test(id)) return true;
    const answer = known.get(id);
    if (answer !== undefined) return answer;
    // Who imports each other in a circle is no way to the entry.
    known.set(id, false);
    const importers = modules.getModuleInfo(id)?.importers ?? [];
    const needed = importers.some((importer) => isNeeded(importer, modules));
    if (needed) known.set(id, true);
    else known.delete(id);
    return needed;
  };
  return (id: string, modules: Modules) => (isNeeded(id, modules) ? name : null);
}
