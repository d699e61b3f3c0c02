import type { HtmlTagDescriptor, Plugin } from "vite";

/**
 * Tells the browser in the first bytes of the page what it would otherwise find out a round trip
 * later: the text font, which the stylesheet names, and the English catalogue, which is imported
 * when the language is known.
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
        const catalogue = files.find(
          (file) => file.type === "chunk" && file.facadeModuleId?.endsWith("/locales/en.po"),
        );
        const hints: HtmlTagDescriptor[] = [];
        if (font)
          hints.push(hint({ rel: "preload", as: "font", type: "font/woff2" }, font.fileName));
        if (catalogue) hints.push(hint({ rel: "modulepreload" }, catalogue.fileName));
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
