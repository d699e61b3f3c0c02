import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { usePeople } from "@/features/people/people.ts";
import { findStage, pipelinesQuery } from "@/features/pipelines/pipelines.ts";
import { useSession } from "@/features/session/session-context.tsx";
import { enumerate } from "@/i18n/i18n.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import type { Figure } from "./behind.ts";
import { teamsQuery } from "./teams.ts";

/** Which deals these are, in words: a title, and all that narrows them. */
export function useFigureWords(figure: Figure): { title: string; detail: string } {
  const { t } = useLingui();
  const details = useDetails(figure);
  const state = { won: t`Won deals`, lost: t`Lost deals`, open: t`Open deals` }[figure.state ?? ""];
  const of = {
    created: t`Deals created`,
    closed: t`Closed deals`,
    open: t`Open deals`,
    undated: t`Open deals without a close date`,
  }[figure.of];
  const title = figure.lost_reason ? t`Lost deals` : (state ?? of ?? t`Deals`);
  return { title, detail: details.join(" · ") };
}

function useDetails(figure: Figure): string[] {
  const { t } = useLingui();
  const formats = useFormats();
  const { user } = useSession();
  const people = usePeople();
  const pipelines = useQuery(pipelinesQuery).data ?? [];
  const teams = useQuery({ ...teamsQuery, enabled: figure.team_id !== undefined }).data ?? [];
  const { from, to, owner_id, reached } = figure;
  const first = from ? formats.date(from) : "";
  const last = to ? formats.date(to) : "";
  const days =
    from && to ? t`${first} to ${last}` : from ? t`from ${first}` : to ? t`until ${last}` : "";
  const verb = { created: t`created`, closed: t`closed`, open: t`expected`, undated: "" }[
    figure.of
  ];
  const step = reached ? findStage(pipelines, reached)?.name : undefined;
  const category = { commit: t`Commit`, best_case: t`Best case`, pipeline: t`Pipeline` }[
    figure.category ?? ""
  ];
  const owners = owner_id?.split(",").map((id) => people.nameOf(id === "me" ? user.id : id) ?? "");
  return [
    days ? `${verb} ${days}` : "",
    step ? t`reached ${step}` : "",
    figure.stage_id ? (findStage(pipelines, figure.stage_id)?.name ?? "") : "",
    figure.lost_reason ?? "",
    category ?? "",
    figure.currency ?? "",
    pipelines.find(({ id }) => id === figure.pipeline_id)?.name ?? "",
    teams.find(({ id }) => id === figure.team_id)?.name ?? "",
    enumerate(owners ?? []),
  ].filter((text) => text !== "");
}
