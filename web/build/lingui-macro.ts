import { transformAsync } from "@babel/core";
import type { Plugin } from "vite";

/**
 * Expands Lingui's macros (`t`, `<Trans>`, `<Plural>`) before anything else sees the file.
 * Babel runs only on files that import a macro, so the build stays fast; TypeScript and JSX are
 * parsed but left in place for the React Compiler and Oxc, which come after.
 */
export function linguiMacro(): Plugin {
  return {
    name: "kontaly:lingui-macro",
    enforce: "pre",
    transform: {
      filter: { id: /\/src\/.*\.tsx?$/, code: /@lingui\/(core|react)\/macro/ },
      async handler(code, id) {
        const result = await transformAsync(code, {
          filename: id.split("?")[0],
          configFile: false,
          babelrc: false,
          sourceMaps: true,
          parserOpts: { plugins: ["typescript", "jsx"] },
          plugins: ["@lingui/babel-plugin-lingui-macro"],
        });
        return result?.code ? { code: result.code, map: result.map } : null;
      },
    },
  };
}
