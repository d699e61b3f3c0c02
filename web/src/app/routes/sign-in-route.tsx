import { useRouter, useSearch } from "@tanstack/react-router";
import { readBoot } from "@/features/session/session.ts";
import { SignInPage } from "@/features/session/sign-in-page.tsx";

/** The sign-in page at its address: afterwards one goes on to where one wanted to be. */
export function SignInRoute() {
  const { next, ended } = useSearch({ from: "/sign-in" });
  const router = useRouter();
  return (
    <SignInPage
      tenant={readBoot(document)?.tenant ?? null}
      ended={ended ?? false}
      onSignedIn={async () => {
        await router.invalidate();
        router.history.replace(next ?? "/");
      }}
    />
  );
}
