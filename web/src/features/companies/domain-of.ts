/** The domain of a website as companies have it: "https://www.Halcyon.example/de" is "halcyon.example". */
export function domainOf(website: string): string {
  const host = /^(?:[a-z]+:\/\/)?([^/\s?#:@]+\.[^/\s?#:@.]+)(?:[/?#:]|$)/i.exec(
    website.trim(),
  )?.[1];
  return (host ?? "").toLowerCase().replace(/^www\./, "");
}
