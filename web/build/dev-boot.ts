import type { Plugin } from "vite";

const BOOT = /<script type="application\/json" id="boot">[\s\S]*?<\/script>/;

/**
 * In development the page comes from Vite, so the boot data that the server writes into it is asked
 * of the server and put in: the sign-in page then knows the workspace's name here too.
 */
export function devBoot(api: string): Plugin {
  return {
    name: "kontaly:dev-boot",
    apply: "serve",
    transformIndexHtml: {
      order: "pre",
      async handler(html) {
        const page = await fetch(api)
          .then((answer) => answer.text())
          .catch(() => "");
        return html.replace("<!--boot-->", BOOT.exec(page)?.[0] ?? "<!--boot-->");
      },
    },
  };
}
