import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import type { SignedUp, SignUp } from "@/api/generated/types.gen.ts";
import { request } from "@/api/transport.ts";
import { EntryPage, linkClass } from "@/features/session/entry-page.tsx";
import type { Door } from "./door.ts";
import { SignUpForm } from "./sign-up-form.tsx";

/** Makes a workspace, and leads into it: the cookie that lets one in is its own host's, so its page sets it. */
export function SignUpPage({ door }: { door: Door }) {
  const { t } = useLingui();
  const signing = useMutation({
    mutationFn: ({ body }: { body: SignUp; samples: boolean }) =>
      request<SignedUp>("/api/sign-up", { method: "POST", body }),
    onSuccess: ({ url }, { samples }) => {
      const welcome = new URL(url);
      if (samples) welcome.searchParams.set("samples", "true");
      window.location.assign(welcome);
    },
  });
  const { reset } = signing;
  useEffect(() => {
    const again = (event: PageTransitionEvent) => event.persisted && reset();
    window.addEventListener("pageshow", again);
    return () => window.removeEventListener("pageshow", again);
  }, [reset]);
  return (
    <EntryPage
      wide
      mark="Kontaly"
      name={t`Make a workspace`}
      title={t`Make a workspace`}
      lead={<Trans>Your team's own, at an address of its own. It is ready in a moment.</Trans>}
      footer={
        <Trans>
          There already?{" "}
          <a href="/find" className={linkClass}>
            Find my workspace
          </a>
        </Trans>
      }
    >
      <SignUpForm
        door={door}
        busy={signing.isPending || signing.isSuccess}
        error={signing.error}
        onSubmit={(body, samples) => signing.mutate({ body, samples })}
      />
    </EntryPage>
  );
}
