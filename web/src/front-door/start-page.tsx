import { Trans, useLingui } from "@lingui/react/macro";
import { LanguageSwitch } from "@/features/session/language-switch.tsx";
import { buttonClass } from "@/ui/button.tsx";
import { cx } from "@/ui/cx.ts";
import { useTitle } from "@/ui/use-title.ts";
import { addressOf, type Door } from "./door.ts";
import { LedgerPicture } from "./ledger-picture.tsx";

/** The first page: what this is, and two ways on. */
export function StartPage({ door }: { door: Door }) {
  const { t } = useLingui();
  useTitle(t`A CRM for your team`);
  const example = addressOf(door, t`your-name`);
  const large = "h-11 px-5 text-base";
  return (
    <main className="ledger-paper grid min-h-full content-center px-5 py-12 [--half:34rem]">
      <div className="mx-auto grid w-full max-w-5xl items-center gap-12 lg:grid-cols-[1fr_1.1fr]">
        <div className="grid gap-5">
          <p className="flex items-center gap-2.5 font-semibold">
            <span
              aria-hidden="true"
              className="grid size-8 place-items-center rounded-m bg-ink font-display text-lg text-mark dark:bg-hover"
            >
              K
            </span>
            Kontaly
          </p>
          <h1 className="text-balance font-display text-3xl font-medium tracking-[-.015em] sm:text-[2.75rem] sm:leading-[1.12]">
            <Trans>
              Know where every <span className="marked">deal</span> stands.
            </Trans>
          </h1>
          <p className="max-w-md text-lg text-ink-2">
            <Trans>
              Leads, deals and everything that was said, in a workspace of your own, at an address
              of your own.
            </Trans>
          </p>
          <div className="flex flex-wrap gap-2.5 pt-1">
            {door.sign_up ? (
              <a href="/sign-up" className={cx(buttonClass("primary"), large)}>
                <Trans>Make a workspace</Trans>
              </a>
            ) : null}
            <a href="/find" className={cx(buttonClass(), large)}>
              <Trans>Find my workspace</Trans>
            </a>
          </div>
          <p className="text-sm text-ink-2">
            <Trans>
              A workspace has an address such as{" "}
              <b dir="ltr" className="text-ink">
                {example}
              </b>
              . Open it to sign in.
            </Trans>
          </p>
          <LanguageSwitch className="-ms-1.5" />
        </div>
        <LedgerPicture />
      </div>
    </main>
  );
}
