/** A mail as it arrived. */
export interface ArrivedMail {
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  /** The type of the whole, such as `multipart/alternative`. */
  type: string;
  /** What it says about being written by a program. */
  automatic: string;
  /** Whether it came over TLS, and who signed in. */
  secure: boolean;
  user: string | null;
}

/** How a mail server is to be. */
export interface MailServerOptions {
  onMail: (mail: ArrivedMail) => void;
  tls?: { key: string; cert: string };
  login?: { user: string; password: string };
}

/** Starts it on a free port of this machine. */
export function startMailServer(
  options: MailServerOptions,
): Promise<{ port: number; stop: () => Promise<void> }>;
