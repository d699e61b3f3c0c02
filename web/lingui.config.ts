import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

/** Every string of the product lives in these catalogues; English is the source. */
export default defineConfig({
  sourceLocale: "en",
  locales: ["en", "de", "ar"],
  catalogs: [
    {
      path: "<rootDir>/src/i18n/locales/{locale}",
      include: ["<rootDir>/src"],
      exclude: ["**/*.test.*", "**/gallery/**"],
    },
  ],
  format: formatter({ lineNumbers: false, origins: false }),
  orderBy: "message",
});
