import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin, Rolldown } from "vite";
import { FIRST_ANSWERS } from "../src/app/first-answers.ts";

const ROUTER = "src/app/router.tsx";

/** What a page of the workspace needs beside the entry: its code, and what it asks the API for first. */
interface Hints {
  path: string;
  code: string[];
  answers: string[];
}

type Bundle = Rolldown.OutputBundle;

/**
 * Writes `route-hints.json`: for each address of the router, in its order, the files of its page and what that asks for first. The server
 * names them in the page's head, so that they are on their way before any of our code runs.
 */
export function routeHints(): Plugin {
  let root = process.cwd();
  return {
    name: "kontaly:route-hints",
    apply: "build",
    configResolved(config) {
      root = config.root;
    },
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const entry = filesOf(bundle, ["src/app/main.tsx"], root);
        const hints: Hints[] = [];
        for (const [path, modules] of routesOf(readFileSync(join(root, ROUTER), "utf8"))) {
          const files = filesOf(bundle, modules, root);
          const code = [...files].filter((file) => !entry.has(file));
          hints.push({ path, code, answers: FIRST_ANSWERS[path] ?? [] });
        }
        const source = JSON.stringify(hints);
        this.emitFile({ type: "asset", fileName: "route-hints.json", source });
      },
    },
  };
}

/* The paths of the router's source, each with the modules that it imports. */
function routesOf(source: string): [string, string[]][] {
  const routes = source.split(/\broute(?:<[^>]*>)?\(\{/).slice(1);
  return routes.map((text) => {
    const path = /path: "([^"]+)"/.exec(text)?.[1] ?? "";
    const modules = [...text.matchAll(/import\("([^"]+)"\)/g)].map(([, name = ""]) =>
      name.replace("@/", "src/").replace("./", "src/app/"),
    );
    return [path, modules];
  });
}

/* The files that hold modules, with all that these import at once. */
function filesOf(bundle: Bundle, modules: string[], root: string): Set<string> {
  const ids = new Set(modules.map((module) => join(root, module)));
  const files = new Set<string>();
  const add = (name: string) => {
    const file = bundle[name];
    if (file?.type !== "chunk" || files.has(name)) return;
    files.add(name);
    file.imports.forEach(add);
  };
  for (const file of Object.values(bundle)) {
    if (file.type !== "chunk") continue;
    // A module that many share stands in another file than the one by which it is asked for.
    const names = [file.facadeModuleId, ...file.moduleIds];
    if (names.some((id) => id !== null && ids.has(id))) add(file.fileName);
  }
  return files;
}
