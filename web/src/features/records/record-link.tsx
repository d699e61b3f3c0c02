import { useLingui } from "@lingui/react/macro";
import { ArrowUpRight } from "lucide-react";
import { ValueLink } from "@/ui/record/value-link.tsx";

/** The way to a record that another one refers to. */
export function RecordLink({ href, name }: { href: string; name: string }) {
  const { t } = useLingui();
  return (
    <ValueLink href={href} label={t`Go to ${name}`}>
      <ArrowUpRight aria-hidden="true" className="rtl:-scale-x-100" />
    </ValueLink>
  );
}
