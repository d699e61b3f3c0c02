/** The address that a person wrote as a website, if it leads to a web page: never `javascript:` or another scheme. */
export function webHref(text: string): string | null {
  const trimmed = text.trim();
  const address = /^[a-z][a-z0-9+.-]*:/i.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  return /^https?:$/.test(url.protocol) && url.hostname.includes(".") ? url.href : null;
}

/** Where a press on an e-mail address leads. */
export function mailHref(address: string): string {
  return `mailto:${encodeURIComponent(address).replaceAll("%40", "@")}`;
}

/** Where a press on a telephone number leads: its digits, and the plus in front. */
export function telHref(number: string): string {
  return `tel:${number.replace(/(?!^\+)[^\d]/g, "")}`;
}
