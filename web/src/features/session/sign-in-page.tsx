import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import type { Session, Tenant } from "./session.ts";
import { SignInForm } from "./sign-in-form.tsx";

/** What the sign-in page knows before anybody is signed in. */
export interface SignInPageProps {
  tenant: Tenant | null;
  /** Why somebody who was signed in is here again. */
  ended: boolean;
  onSignedIn: (session: Session) => void;
}

/** The workspace's own front door: its name first, then the two things one has to know. */
export function SignInPage({ tenant, ended, onSignedIn }: SignInPageProps) {
  const { t } = useLingui();
  const name = tenant?.name ?? "Kontaly";
  useEffect(() => {
    document.title = t`Sign in to ${name}`;
  }, [t, name]);
  return (
    <main className="ledger-paper grid min-h-full place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 grid gap-3 ps-1">
          <span
            aria-hidden="true"
            className="grid size-10 place-items-center rounded-m bg-ink font-display text-xl text-mark dark:bg-hover"
          >
            {Array.from(name)[0]}
          </span>
          <h1 className="font-display text-3xl font-medium tracking-[-.015em]">
            <span className="marked">{name}</span>
          </h1>
          <p className="text-ink-2">
            {ended ? (
              <Trans>Your session has ended. Sign in to go on where you were.</Trans>
            ) : (
              <Trans>Sign in to your workspace.</Trans>
            )}
          </p>
        </div>
        <div className="rounded-l border border-line bg-surface p-5 shadow-1">
          <SignInForm onSignedIn={onSignedIn} />
        </div>
        <p className="mt-4 ps-1 text-sm text-ink-3">
          <Trans>
            No account yet, or the password is lost? Ask the person who administers this workspace.
          </Trans>
        </p>
      </div>
    </main>
  );
}
