import { useQuery } from "@tanstack/react-query";
import { NewActivityDialog } from "@/features/activities/activity-dialog.tsx";
import { NewCompanyDialog } from "@/features/companies/new-company-dialog.tsx";
import { NewContactDialog } from "@/features/contacts/new-contact-dialog.tsx";
import { NewDealDialog } from "@/features/deals/new-deal-dialog.tsx";
import { NewLeadDialog } from "@/features/leads/new-lead-dialog.tsx";
import { pipelinesQuery } from "@/features/pipelines/pipelines.ts";
import type { CreatedNoun } from "./shell-state.ts";

interface CreateProps {
  go: (href: string) => void;
  onClose: () => void;
}

/** The dialog that makes a record of a noun, over whatever page one is on. */
export function CreateAnywhere({ noun, ...props }: CreateProps & { noun: CreatedNoun }) {
  switch (noun) {
    case "lead":
      return <NewLeadDialog onClose={props.onClose} />;
    case "contact":
      return <NewContactDialog onClose={props.onClose} />;
    case "company":
      return <NewCompanyDialog onClose={props.onClose} />;
    case "deal":
      return <NewDeal {...props} />;
    case "activity":
      return <NewActivityDialog onClose={props.onClose} />;
  }
}

function NewDeal({ go, onClose }: CreateProps) {
  const pipeline = useQuery(pipelinesQuery).data?.[0];
  if (!pipeline) return null;
  return (
    <NewDealDialog
      pipeline={pipeline}
      onClose={onClose}
      onMade={(deal) => {
        onClose();
        go(`/deals/${deal.id}`);
      }}
    />
  );
}
