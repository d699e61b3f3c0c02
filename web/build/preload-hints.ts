import type { HtmlTagDescriptor, Plugin } from "vite";

/* What every page behind the sign-in imports, beside what the entry does. */
const SHARED = ["ahead", "controls", "kit"];

/**
 * Tells the browser in the first bytes of the page what it would otherwise find out a round trip
 * later: the text font, which the stylesheet names, the words, which are imported when the language is
 * known, and the code that the workspace's pages share. The file of each language's words is named; the
 * server knows the reader's, and turns its hint into one that the browser heeds.
 */
export function preloadHints(): Plugin {
  return {
    name: "kontaly:preload-hints",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (_html, { bundle, filename }) => {
        const files = Object.values(bundle ?? {});
        const font = files.find((file) => /onest-latin-wght-normal/.test(file.fileName));
        const hints: HtmlTagDescriptor[] = [];
        if (font)
          hints.push(hint({ rel: "preload", as: "font", type: "font/woff2" }, font.fileName));
        for (const file of files) {
          const words = /\/locales\/(\w+)\.po$/.exec(
            (file.type === "chunk" && file.facadeModuleId) || "",
          );
          if (words?.[1]) hints.push(hint({ rel: "words", hreflang: words[1] }, file.fileName));
        }
        const isWorkspace = filename.endsWith("index.html");
        for (const file of files)
          if (isWorkspace && file.type === "chunk" && SHARED.includes(file.name))
            hints.push(hint({ rel: "modulepreload" }, file.fileName));
        return hints;
      },
    },
  };
}

function hint(attrs: Record<string, string>, fileName: string): HtmlTagDescriptor {
  return {
    tag: "link",
    attrs: { ...attrs, href: `/${fileName}`, crossorigin: true },
    injectTo: "head",
  };
}
