import { useNavigate, useParams } from "@tanstack/react-router";
import { DealPage } from "@/features/deals/deal-page.tsx";

/** A deal at its address. When it goes to the trash, one goes back to the board. */
export function DealRoute() {
  const { dealId } = useParams({ from: "/workspace/deals/$dealId" });
  const navigate = useNavigate();
  return <DealPage dealId={dealId} onGone={() => void navigate({ to: "/pipeline" })} />;
}
