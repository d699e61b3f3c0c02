const PREFIX = "kontaly.draft.";

/** What was typed under a key and not yet sent, or null. It lives as long as the tab does, reloads included. */
export function readDraft<Value>(key: string): Value | null {
  try {
    const text = sessionStorage.getItem(PREFIX + key);
    return text === null ? null : (JSON.parse(text) as Value);
  } catch {
    return null;
  }
}

/** Keeps what was typed; null forgets it. */
export function keepDraft(key: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(PREFIX + key);
    else sessionStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Without storage a draft lasts as long as the page.
  }
}

/** Whoever signs out leaves nothing half-written behind. */
export function forgetDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage))
      if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}
