import { I18nProvider } from "@lingui/react";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { i18n } from "@/i18n/i18n.ts";
import { toast } from "./toast.tsx";
import { ToastViewport } from "./toast-viewport.tsx";

it("says what happened before there was a place to say it", async () => {
  const onUndo = vi.fn<() => void>();
  toast("Moved to the trash", { onUndo });
  render(
    <I18nProvider i18n={i18n}>
      <ToastViewport />
    </I18nProvider>,
  );
  expect(await screen.findByText("Moved to the trash")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Undo" }));
  expect(onUndo).toHaveBeenCalledOnce();
});
