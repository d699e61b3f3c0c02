import { Toast as Base } from "@base-ui/react/toast";
import { t as say } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { X } from "lucide-react";
import { useEffect } from "react";
import { type Said, toastsAppear, UNDO_MS } from "./toast.tsx";

const PLAIN_MS = 4_000;

const manager = Base.createToastManager();

/** The one place where toasts appear; mounted once, by the app. F6 moves the focus into it. */
export function ToastViewport() {
  const { t } = useLingui();
  // the children's effects have run by then, and one of them listens to the manager
  useEffect(() => {
    toastsAppear({ show, close: manager.close });
    return () => toastsAppear(null);
  }, []);
  return (
    <Base.Provider toastManager={manager} limit={3}>
      <Base.Portal>
        <Base.Viewport
          aria-label={t`Messages`}
          className="pointer-events-none fixed inset-x-0 bottom-[calc(1rem+var(--bottom-bar,0px)+env(safe-area-inset-bottom))] z-50 mx-auto flex w-fit max-w-[calc(100vw-2rem)] flex-col-reverse items-center gap-2 outline-none"
        >
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function ToastList() {
  const { t } = useLingui();
  const { toasts } = Base.useToastManager();
  return toasts.map((item) => (
    <Base.Root
      key={item.id}
      toast={item}
      swipeDirection={["down", "left", "right"]}
      className="motion-toast pointer-events-auto rounded-l bg-toast text-on-toast shadow-2 data-limited:hidden"
    >
      <Base.Content className="flex min-h-10 items-center gap-3 py-1.5 ps-4 pe-2">
        <div className="grid py-1 text-sm">
          <Base.Title className="font-medium" />
          <Base.Description className="opacity-80" />
        </div>
        <Base.Action className="h-7 rounded-m px-2 text-sm font-semibold text-(--toast-action) hover:bg-[oklch(1_0_0/.1)] touch:h-10" />
        <Base.Close
          aria-label={t`Dismiss`}
          className="grid size-7 place-items-center rounded-m opacity-70 hover:bg-[oklch(1_0_0/.1)] hover:opacity-100 touch:size-10"
        >
          <X className="size-3.5" aria-hidden="true" />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ));
}

function show({ id, title, ...options }: Said): void {
  manager.add({
    id,
    title,
    description: options.detail,
    priority: options.tone === "bad" ? "high" : "low",
    timeout: options.stays ?? (options.onUndo || options.tone === "bad" ? UNDO_MS : PLAIN_MS),
    data: { tone: options.tone ?? "plain" },
    actionProps: options.onUndo
      ? {
          children: options.undoLabel ?? say`Undo`,
          onClick: () => {
            manager.close(id);
            options.onUndo?.();
          },
        }
      : undefined,
  });
}
