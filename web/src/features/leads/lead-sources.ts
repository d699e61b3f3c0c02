import { t } from "@lingui/core/macro";

/** Sources that leads often come from: offered while typing, never required. */
export function leadSources(): string[] {
  return [
    t`Website`,
    t`Referral`,
    t`Partner`,
    t`Trade fair`,
    t`Newsletter`,
    t`Advertising`,
    t`Cold call`,
  ];
}
