import { useLingui } from "@lingui/react/macro";
import { ExternalLink, Mail, Phone } from "lucide-react";
import { ValueLink } from "@/ui/record/value-link.tsx";
import { mailHref, telHref, webHref } from "@/ui/safe-href.ts";

/** Writes to an address. */
export function MailLink({ address }: { address: string | null | undefined }) {
  const { t } = useLingui();
  return address ? (
    <ValueLink href={mailHref(address)} label={t`Write to ${address}`}>
      <Mail aria-hidden="true" />
    </ValueLink>
  ) : null;
}

/** Calls a number. */
export function PhoneLink({ number }: { number: string | null | undefined }) {
  const { t } = useLingui();
  return number ? (
    <ValueLink href={telHref(number)} label={t`Call ${number}`}>
      <Phone aria-hidden="true" />
    </ValueLink>
  ) : null;
}

/** Opens a website, if it is one. */
export function WebLink({ address }: { address: string | null | undefined }) {
  const { t } = useLingui();
  const href = address ? webHref(address) : null;
  return href ? (
    <ValueLink href={href} label={t`Open ${address ?? ""}`} outside>
      <ExternalLink aria-hidden="true" className="rtl:-scale-x-100" />
    </ValueLink>
  ) : null;
}
