import { useSearch } from "@tanstack/react-router";
import { CompanyListPage } from "@/features/companies/company-list-page.tsx";

/** The companies list at its address. */
export function CompaniesRoute() {
  return <CompanyListPage search={useSearch({ from: "/workspace/companies" })} />;
}
