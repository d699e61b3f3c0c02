/** What the server writes into the front door's page. */
export interface Door {
  /** A workspace's address with SLUG in the place of its name. */
  example: string;
  /** Whether anybody may sign up here. */
  sign_up: boolean;
}

/** Reads it; the development server brings none. */
export function readDoor(page: Document): Door {
  const text = page.getElementById("boot")?.textContent;
  return text
    ? (JSON.parse(text) as Door)
    : { example: `${window.location.protocol}//SLUG.${window.location.host}`, sign_up: true };
}

/** The address of a workspace, as people read it. */
export function addressOf(door: Door, slug: string): string {
  return door.example.replace("SLUG", slug).replace(/^https?:\/\//, "");
}
