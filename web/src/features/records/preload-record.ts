import type { QueryClient } from "@tanstack/react-query";
import { peopleQuery } from "@/features/people/people.ts";
import { type About, activitiesQuery } from "@/features/timeline/activities.ts";
import { eventsQuery } from "@/features/timeline/events.ts";
import { recordQuery } from "./record-queries.ts";
import type { Resource, Versioned } from "./resource.ts";

/** What loads a record's page. Nothing waits for it: the page shows what is there, and the rest as it comes. */
export type PreloadRecord = (client: QueryClient, id: string, going: boolean) => void;

/**
 * Makes a noun's loader. Pointing at a row loads the record, which its list has nearly always shown
 * already; only going there asks for the timeline too, or a mouse over a list would ask for dozens.
 */
export function preloadRecord<Row extends Versioned, Patch extends object>(
  resource: Resource<Row, Patch, About["noun"]>,
): PreloadRecord {
  return (client, id, going) => {
    void client.prefetchQuery(recordQuery(client, resource, id));
    if (!going) return;
    void client.prefetchInfiniteQuery(eventsQuery(resource.noun, id));
    void client.prefetchInfiniteQuery(activitiesQuery({ noun: resource.noun, id }));
    void client.prefetchQuery(peopleQuery);
  };
}
