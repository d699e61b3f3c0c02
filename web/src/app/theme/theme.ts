import { useSyncExternalStore } from "react";

/** What a person chose: follow the system, or always the one or the other. */
export type ThemeChoice = "system" | "light" | "dark";

const KEY = "kontaly.theme";
const DARK = "(prefers-color-scheme: dark)";
const PAPER = { light: "#faf8f3", dark: "#0e1518" };
const listeners = new Set<() => void>();

function stored(): ThemeChoice {
  try {
    const value = localStorage.getItem(KEY);
    return value === "light" || value === "dark" ? value : "system";
  } catch {
    return "system";
  }
}

function apply(): void {
  const choice = stored();
  const theme = choice === "system" ? (matchMedia(DARK).matches ? "dark" : "light") : choice;
  document.documentElement.dataset.theme = theme;
  document.querySelector('meta[name="theme-color"]')?.setAttribute("content", PAPER[theme]);
  for (const listener of listeners) listener();
}

/** Keeps a person's choice on this device and shows it at once. */
export function chooseTheme(choice: ThemeChoice): void {
  try {
    if (choice === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  apply();
}

/** Follows the system and the other tabs from now on. Called once, at the start. */
export function followTheme(): void {
  matchMedia(DARK).addEventListener("change", apply);
  window.addEventListener("storage", (event) => event.key === KEY && apply());
  apply();
}

/** The choice in force, for the switch. */
export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore((notify) => {
    listeners.add(notify);
    return () => listeners.delete(notify);
  }, stored);
}
