import { DealPage } from "@/features/deals/deal-page.tsx";
import { useRouter } from "@/router/router-context.tsx";
import type { PageProps } from "@/router/routes.ts";

/** A deal at its address. When it goes to the trash, one goes back to the board. */
export function DealRoute({ params }: PageProps<unknown, { dealId: string }>) {
  const { history } = useRouter();
  return <DealPage dealId={params.dealId} onGone={() => history.push("/pipeline")} />;
}
