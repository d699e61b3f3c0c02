import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";

/** What an address or a number is for, as the API calls it. */
export const POINT_LABELS = ["work", "home", "mobile", "other"] as const;

const WORDS: Record<string, MessageDescriptor> = {
  work: msg`Work`,
  home: msg`Private`,
  mobile: msg`Mobile`,
  other: msg`Other`,
};

/** What a label is called. */
export function usePointLabel(): (label: string | undefined) => string {
  const { i18n } = useLingui();
  return (label) => {
    const known = WORDS[label ?? "work"];
    return known ? i18n._(known) : (label ?? "");
  };
}
