import type { HtmlTagDescriptor, Plugin } from "vite";

/**
 * Tells the browser in the first bytes of the page what it would otherwise find out a round trip
 * later: the text font, which the stylesheet names, and the words, which are imported when the language is
 * known. The file of each language's words is named; the server knows the reader's, and turns its hint
 * into one that the browser heeds.
 */
export function preloadHints(): Plugin {
  return {
    name: "kontaly:preload-hints",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (_html, { bundle }) => {
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
