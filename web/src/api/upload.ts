import { NetworkError } from "./problem.ts";
import { refusal } from "./transport.ts";

/** How an upload is watched and stopped. */
export interface UploadOptions {
  type: string;
  /** Bytes that have left, each time there are more. `fetch` cannot tell them. */
  onProgress: (bytes: number) => void;
  signal: AbortSignal;
}

/** Sends a file as the body of a POST. Errors are those of every other call. */
export function upload<Answer>(path: string, file: Blob, options: UploadOptions): Promise<Answer> {
  const { type, onProgress, signal } = options;
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    const stop = () => call.abort();
    call.open("POST", path);
    call.setRequestHeader("accept", "application/json");
    call.setRequestHeader("content-type", type);
    call.upload.onprogress = (event) => onProgress(event.loaded);
    call.upload.onload = () => onProgress(file.size);
    call.onerror = () => reject(new NetworkError(new Error("upload failed")));
    call.onabort = () => reject(new DOMException("The upload was stopped", "AbortError"));
    call.onload = () => {
      if (call.status >= 200 && call.status < 300) resolve(JSON.parse(call.responseText));
      else refusal(answerOf(call), path).then(reject, reject);
    };
    call.onloadend = () => signal.removeEventListener("abort", stop);
    signal.addEventListener("abort", stop);
    if (signal.aborted) reject(new DOMException("The upload was stopped", "AbortError"));
    else call.send(file);
  });
}

function answerOf(call: XMLHttpRequest): Response {
  const headers = new Headers();
  for (const name of ["content-type", "retry-after", "x-request-id"]) {
    const value = call.getResponseHeader(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(call.responseText, {
    status: call.status,
    statusText: call.statusText,
    headers,
  });
}
