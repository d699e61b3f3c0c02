import { useParams } from "@tanstack/react-router";
import { CompanyPage } from "@/features/companies/company-page.tsx";

/** A company at its address. */
export function CompanyRoute() {
  const { companyId } = useParams({ from: "/workspace/companies/$companyId" });
  return <CompanyPage id={companyId} />;
}
