import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { minifySync, type Plugin } from "vite";

const SOURCE = "src/app/theme/first-paint.js";
const MARKER = "<!--theme-->";

/**
 * Puts the script that chooses light or dark *before* the first paint into the head, as a small
 * external file with a hashed name: the content security policy allows no inline script, and a
 * module script would run too late and flash.
 */
export function themeScript(): Plugin {
  let root = process.cwd();
  let code = "";
  let fileName = "";
  return {
    name: "kontaly:theme-script",
    configResolved(config) {
      root = config.root;
    },
    buildStart() {
      const source = readFileSync(join(root, SOURCE), "utf8");
      code = minifySync("first-paint.js", source).code;
      const hash = createHash("sha256").update(code).digest("base64url").slice(0, 8);
      fileName = `assets/theme-${hash}.js`;
      if (this.environment?.mode === "build") {
        this.emitFile({ type: "asset", fileName, source: code });
      }
    },
    transformIndexHtml: {
      order: "pre",
      handler: (html, context) => {
        const src = context.server ? `/${SOURCE}` : `/${fileName}`;
        return html.replace(MARKER, `<script vite-ignore src="${src}"></script>`);
      },
    },
  };
}
