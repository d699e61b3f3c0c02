import { PeoplePage } from "@/features/people/people-page.tsx";

/** The administrators' page of people, at its address. */
export function PeopleRoute() {
  return <PeoplePage />;
}
