import { putSamples } from "@/features/home/samples.ts";
import { InvitationPage } from "@/features/session/invitation-page.tsx";
import { LostPasswordPage } from "@/features/session/lost-password-page.tsx";
import { readBoot } from "@/features/session/session.ts";
import { VerifyPage } from "@/features/session/verify-page.tsx";
import { WelcomePage } from "@/features/session/welcome-page.tsx";
import { useRouter } from "@/router/router-context.tsx";
import type { PageProps } from "@/router/routes.ts";
import type { WelcomeSearch } from "../router.tsx";

/** The pages that a mail leads to, at their addresses. */
export function PasswordResetRoute() {
  return <LostPasswordPage name={workspaceName()} onSignedIn={useGoIn()} />;
}

export function InvitationRoute() {
  return <InvitationPage name={workspaceName()} onSignedIn={useGoIn()} />;
}

export function VerifyRoute() {
  return <VerifyPage name={workspaceName()} />;
}

export function WelcomeRoute({ search: { samples } }: PageProps<WelcomeSearch>) {
  return (
    <WelcomePage
      name={workspaceName()}
      furnish={samples ? putSamples : undefined}
      onSignedIn={useGoIn()}
    />
  );
}

function workspaceName(): string {
  return readBoot(document)?.tenant?.name ?? "Kontaly";
}

function useGoIn(): () => Promise<void> {
  const router = useRouter();
  return async () => router.history.replace("/");
}
