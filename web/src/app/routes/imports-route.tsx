import { ImportPage } from "@/features/imports/import-page.tsx";

/** Where files come in, at its address. */
export function ImportsRoute() {
  return <ImportPage />;
}
