import { Trans, useLingui } from "@lingui/react/macro";
import { EntryPage, linkClass } from "./entry-page.tsx";
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
  return (
    <EntryPage
      name={name}
      title={t`Sign in to ${name}`}
      lead={
        ended ? (
          <Trans>Your session has ended. Sign in to go on where you were.</Trans>
        ) : (
          <Trans>Sign in to your workspace.</Trans>
        )
      }
      footer={
        <Trans>
          <a href="/password-reset" className={linkClass}>
            Forgot your password?
          </a>{" "}
          No account yet? Ask the person who administers this workspace to invite you.
        </Trans>
      }
    >
      <SignInForm onSignedIn={onSignedIn} />
    </EntryPage>
  );
}
