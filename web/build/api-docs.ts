import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Plugin } from "vite";

/**
 * Puts the interactive API documentation into the build: RapiDoc's own bundle from npm, under a hashed name, and
 * `docs.html`, which the server answers at /api/docs. No CDN, and none of it is part of the workspace's code.
 */
export function apiDocs(): Plugin {
  return {
    name: "kontaly:api-docs",
    apply: "build",
    generateBundle() {
      const path = createRequire(import.meta.url).resolve("rapidoc/dist/rapidoc-min.js");
      const code = readFileSync(path);
      const hash = createHash("sha256").update(code).digest("base64url").slice(0, 8);
      const fileName = `assets/rapidoc-${hash}.js`;
      this.emitFile({ type: "asset", fileName, source: code });
      const page = readFileSync(new URL("./api-docs.html", import.meta.url), "utf8");
      this.emitFile({
        type: "asset",
        fileName: "docs.html",
        source: page.replace("<!--rapidoc-->", `/${fileName}`),
      });
    },
  };
}
