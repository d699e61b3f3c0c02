import { CompanyPage } from "@/features/companies/company-page.tsx";
import type { PageProps } from "@/router/routes.ts";

/** A company at its address. */
export function CompanyRoute({ params }: PageProps<unknown, { companyId: string }>) {
  return <CompanyPage id={params.companyId} />;
}
