import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Button } from "../button.tsx";

/** What went wrong in words, what to do, and the request id that support will ask for. */
export interface ErrorStateProps {
  title: string;
  children?: ReactNode;
  requestId?: string;
  onRetry?: () => void;
  retrying?: boolean;
}

/** The place of something that could not be loaded. Announced at once, since it replaces content. */
export function ErrorState({ title, children, requestId, onRetry, retrying }: ErrorStateProps) {
  const { t } = useLingui();
  return (
    <div
      role="alert"
      className="mx-auto grid max-w-md justify-items-center gap-3 px-4 py-14 text-center"
    >
      <span
        aria-hidden="true"
        className="grid size-9 place-items-center rounded-full bg-bad-soft font-display text-xl text-bad"
      >
        !
      </span>
      <h2 className="font-display text-xl text-ink">{title}</h2>
      {children ? <div className="text-ink-2">{children}</div> : null}
      {onRetry ? (
        <Button onClick={onRetry} busy={retrying}>
          {t`Try again`}
        </Button>
      ) : null}
      {requestId ? (
        <p className="text-xs text-ink-3">
          <Trans>
            Request <code className="font-mono select-all">{requestId}</code>
          </Trans>
        </p>
      ) : null}
    </div>
  );
}
