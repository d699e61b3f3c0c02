import { Trans } from "@lingui/react/macro";
import { Button } from "@/ui/button.tsx";
import { useTrashSamples } from "./samples.ts";

/** Says that there are sample records among one's own, and takes them out at once. */
export function SamplesLine() {
  const trashing = useTrashSamples();
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink-2">
      <span>
        <Trans>
          Records with the tag <b className="font-semibold text-ink">Sample</b> are for trying
          things on.
        </Trans>
      </span>
      <Button size="sm" busy={trashing.isPending} onClick={() => trashing.mutate()}>
        <Trans>Remove the sample records</Trans>
      </Button>
    </p>
  );
}
