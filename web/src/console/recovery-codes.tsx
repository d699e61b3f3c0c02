import { Trans, useLingui } from "@lingui/react/macro";
import { Copy, Download } from "lucide-react";
import { Button, buttonClass } from "@/ui/button.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { ToastViewport } from "@/ui/overlay/toast-viewport.tsx";

/** The codes for whoever loses the device: shown this once. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const { t } = useLingui();
  const text = codes.join("\n");
  return (
    <div className="grid gap-4">
      <p className="text-ink-2">
        <Trans>
          Each of them signs you in once, should you lose your device. They are not shown again.
        </Trans>
      </p>
      <ul
        aria-label={t`Recovery codes`}
        dir="ltr"
        className="grid grid-cols-2 gap-x-4 gap-y-1 rounded-m bg-sunken p-3 font-mono text-sm max-sm:grid-cols-1"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button
          icon={<Copy className="size-4" aria-hidden="true" />}
          onClick={() => {
            void navigator.clipboard?.writeText(text).then(() => toast(t`The codes are copied`));
          }}
        >
          {t`Copy`}
        </Button>
        <a
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
          download="kontaly-recovery-codes.txt"
          className={buttonClass()}
        >
          <Download className="size-4" aria-hidden="true" />
          {t`Save as a file`}
        </a>
        <a href="/" className={buttonClass("primary")}>
          {t`I have kept them`}
        </a>
      </div>
      <ToastViewport />
    </div>
  );
}
