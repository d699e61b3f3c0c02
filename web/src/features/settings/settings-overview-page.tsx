import { useLingui } from "@lingui/react/macro";
import { ChevronRight } from "lucide-react";
import { PageHeader } from "@/ui/page-header.tsx";
import { useTitle } from "@/ui/use-title.ts";
import { type SettingsPlace, useSettings } from "./settings-places.ts";

/** All settings as a list, each with what is done there: where a phone begins. */
export function SettingsOverviewPage() {
  const { t, i18n } = useLingui();
  useTitle(t`Settings`);
  return (
    <>
      <PageHeader title={t`Settings`} />
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface px-4 py-5 md:px-6">
        <div className="mx-auto grid max-w-3xl grid-cols-1 gap-8">
          {useSettings().map(({ label, places }) => (
            <section key={label.id} className="grid gap-2">
              <h2 className="font-display text-xl font-medium">{i18n._(label)}</h2>
              <ul className="divide-y divide-line border-y border-line">
                {places.map((place) => (
                  <li key={place.id}>
                    <PlaceLink place={place} />
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      </div>
    </>
  );
}

function PlaceLink({ place: { href, label, about } }: { place: SettingsPlace }) {
  const { i18n } = useLingui();
  return (
    <a
      href={href}
      className="group flex min-h-13 items-center gap-3 px-1 py-2 outline-offset-[-2px] hover:bg-hover"
    >
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{i18n._(label)}</span>
        <span className="block text-sm text-ink-3">{i18n._(about)}</span>
      </span>
      <ChevronRight
        className="size-4 shrink-0 text-ink-3 group-hover:text-ink rtl:-scale-x-100"
        aria-hidden="true"
      />
    </a>
  );
}
