import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect } from "react";
import { PageHeader } from "@/ui/page-header.tsx";
import { useTitle } from "@/ui/use-title.ts";
import { LanguageForm } from "./language-form.tsx";
import { NameForm } from "./name-form.tsx";
import { PasswordForm } from "./password-form.tsx";
import { ReminderForm } from "./reminder-form.tsx";
import { SessionList } from "./session-list.tsx";

/** What a person changes about oneself: name, language, reminders, password, and where one is signed in. */
export function ProfilePage() {
  const { t } = useLingui();
  useTitle(t`Profile`);
  // another page may lead to one of the sections
  useEffect(() => {
    document.getElementById(window.location.hash.slice(1))?.scrollIntoView();
  }, []);
  return (
    <>
      <PageHeader title={t`Profile`} />
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface px-4 py-6 md:px-6">
        <div className="mx-auto grid max-w-2xl gap-10">
          <Section title={t`You`}>
            <NameForm />
          </Section>
          <Section title={t`Language`}>
            <LanguageForm />
          </Section>
          <Section title={t`Reminders`} id="reminders">
            <ReminderForm />
          </Section>
          <Section title={t`Password`}>
            <PasswordForm />
          </Section>
          <Section title={t`Where you are signed in`}>
            <SessionList />
          </Section>
        </div>
      </div>
    </>
  );
}

function Section({ title, id, children }: { title: string; id?: string; children: ReactNode }) {
  return (
    <section id={id} aria-label={title} className="grid gap-3">
      <h2 className="border-b border-line pb-1 font-display text-xl font-medium">{title}</h2>
      {children}
    </section>
  );
}
