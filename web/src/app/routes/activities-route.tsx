import { useSearch } from "@tanstack/react-router";
import { ActivitiesPage } from "@/features/activities/activities-page.tsx";

/** The agenda at its address: the tab, the person and the conditions are in there. */
export function ActivitiesRoute() {
  return <ActivitiesPage search={useSearch({ from: "/workspace/activities" })} />;
}
