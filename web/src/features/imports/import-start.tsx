import { useLingui } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import { useRouter } from "@/router/router-context.tsx";
import { Button } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { bytesText } from "@/ui/format/bytes.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { FileDrop } from "./file-drop.tsx";
import { guessNoun, type NounGuess } from "./guess-noun.ts";
import { type NounName, nounOf } from "./import-nouns.ts";
import { importHref } from "./import-steps.ts";
import { FILE_BYTES_MAX } from "./imports.ts";
import { LeaveGuard } from "./leave-guard.tsx";
import { NounChoice } from "./noun-choice.tsx";
import { readHeadings } from "./read-head.ts";
import { UploadError, UploadProgress } from "./upload-status.tsx";
import { useUpload } from "./use-upload.ts";

interface Chosen {
  file: File;
  headings: string[];
  guess: NounGuess | null;
}

/** The first step: a file, and what it holds. */
export function ImportStart() {
  const { t } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [noun, setNoun] = useState<NounName | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const upload = useUpload();
  const refuse = useFileRules();
  const hint = useGuessHint(chosen, noun);
  const router = useRouter();
  const { importId, reset } = upload;
  // After the guard below has heard that nothing is on its way any more. Whoever comes back begins with another file.
  useEffect(() => {
    if (!importId) return;
    reset();
    router.history.push(importHref(importId));
  }, [importId, reset, router]);

  const take = async (files: readonly File[]) => {
    const [file] = files;
    if (!file) return;
    upload.reset();
    const wrong = refuse(files);
    setProblem(wrong);
    if (wrong) return;
    const headings = await readHeadings(file);
    const guess = guessNoun(headings, file.name);
    setChosen({ file, headings, guess });
    setNoun(guess?.noun ?? null);
  };
  const send = () => {
    if (!chosen) setProblem(t`Choose a file first.`);
    else if (!noun) setProblem(t`Say what the file holds.`);
    else {
      setProblem(null);
      upload.start(chosen.file, noun, () => {
        setChosen(null);
        setNoun(null);
      });
    }
    if (!chosen) input.current?.focus();
  };
  return (
    <div className="grid gap-5">
      <FileDrop
        file={chosen?.file ?? null}
        headings={chosen?.headings ?? []}
        disabled={upload.busy}
        onFiles={(files) => void take(files)}
        input={input}
      />
      <NounChoice
        value={noun}
        disabled={upload.busy}
        hint={hint}
        onChange={(next) => {
          setNoun(next);
          setProblem(null);
          upload.reset();
        }}
      />
      {problem ? <Notice tone="bad">{problem}</Notice> : null}
      {upload.error ? <UploadError error={upload.error} onRetry={send} /> : null}
      {upload.busy && chosen ? (
        <UploadProgress upload={upload} file={chosen.file} />
      ) : (
        <div className="flex justify-end">
          <Button variant="primary" onClick={send} className="max-sm:w-full">
            {t`Upload and look at it`}
          </Button>
        </div>
      )}
      <LeaveGuard unfinished={upload.busy} loses={upload.busy} title={t`Stop the upload?`}>
        {t`The file has not reached the server yet. If you leave, nothing of it is kept.`}
      </LeaveGuard>
    </div>
  );
}

/* What can be said without asking the server. */
function useFileRules(): (files: readonly File[]) => string | null {
  const { t } = useLingui();
  const formats = useFormats();
  return (files) => {
    const [file] = files;
    if (!file) return null;
    if (files.length > 1) return t`One file after the other, please.`;
    if (file.size === 0) return t`${file.name} is empty.`;
    if (/\.(xls|xlsb|ods|numbers)$/i.test(file.name))
      return t`${file.name} is of a kind that cannot be read here. Open it, save it as an Excel workbook (.xlsx) or as CSV, and choose that file.`;
    if (file.size > FILE_BYTES_MAX) {
      const size = bytesText(formats, file.size);
      return t`${file.name} has ${size}; a file may have 1 GiB. Split it, and import the parts one after the other.`;
    }
    return null;
  };
}

function useGuessHint(chosen: Chosen | null, noun: NounName | null): string | null {
  const { t, i18n } = useLingui();
  const formats = useFormats();
  if (!chosen) return null;
  const guessed = chosen.guess ? nounOf(chosen.guess.noun) : undefined;
  if (!guessed || !chosen.guess) {
    if (noun) return "";
    return chosen.headings.length > 0
      ? t`The headings fit more than one of these. Which one is it?`
      : t`Say which of these it is.`;
  }
  if (guessed.name !== noun) return "";
  const label = i18n._(guessed.label);
  const signs = formats.list(chosen.guess.signs.slice(0, 3));
  return signs ? t`Recognised as ${label}, by ${signs}.` : t`Recognised as ${label}.`;
}
