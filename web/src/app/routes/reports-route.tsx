import { useNavigate, useSearch } from "@tanstack/react-router";
import { ReportsPage } from "@/features/reports/reports-page.tsx";

/** All reports at their address. */
export function ReportsRoute() {
  const search = useSearch({ from: "/workspace/reports" });
  const navigate = useNavigate();
  return (
    <ReportsPage
      search={search}
      onSearch={(next) => void navigate({ to: "/reports", search: next })}
    />
  );
}
