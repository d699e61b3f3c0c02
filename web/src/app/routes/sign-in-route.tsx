import { readBoot } from "@/features/session/session.ts";
import { SignInPage } from "@/features/session/sign-in-page.tsx";
import type { SignInSearch } from "@/features/session/sign-in-search.ts";
import { useRouter } from "@/router/router-context.tsx";
import type { PageProps } from "@/router/routes.ts";

/** The sign-in page at its address: afterwards one goes on to where one wanted to be. */
export function SignInRoute({ search: { next, ended } }: PageProps<SignInSearch>) {
  const router = useRouter();
  return (
    <SignInPage
      tenant={readBoot(document)?.tenant ?? null}
      ended={ended ?? false}
      onSignedIn={async () => router.history.replace(next ?? "/")}
    />
  );
}
