import { useLingui } from "@lingui/react/macro";
import { chooseLanguage } from "@/i18n/choice.ts";
import { LANGUAGES, languageOf } from "@/i18n/i18n.ts";
import { localeName } from "@/i18n/intl.ts";
import { cx } from "@/ui/cx.ts";

/** The languages by their own names, for whoever is not signed in. What was typed meanwhile stays. */
export function LanguageSwitch({ className }: { className?: string }) {
  const { t, i18n } = useLingui();
  const shown = languageOf(i18n.locale);
  return (
    <fieldset className={cx("flex flex-wrap gap-x-1 text-sm", className)}>
      <legend className="sr-only">{t`Language`}</legend>
      {LANGUAGES.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={language === shown}
          onClick={() => void chooseLanguage(language)}
          className="min-h-6 rounded-s px-1.5 text-ink-2 hover:bg-hover hover:text-ink aria-pressed:font-semibold aria-pressed:text-ink touch:min-h-11 touch:px-3"
        >
          {localeName(language)}
        </button>
      ))}
    </fieldset>
  );
}
