// This page's word with its server: the token of this start, views that stay live, and what an operator decides.
import { useEffect, useState } from 'preact/hooks';

const TOKEN = 'spillway-token';

/**
 * The token comes behind `#`, which no browser sends anywhere. It is kept per origin, port included,
 * which a cookie would not be: every other server on 127.0.0.1 would be sent one.
 */
export function takeToken(): void {
  const { hash, pathname, search } = window.location;
  if (hash.length < 2) return;
  localStorage.setItem(TOKEN, hash.slice(1));
  history.replaceState(null, '', pathname + search);
}

const authorised = (): Record<string, string> => ({
  authorization: `Bearer ${localStorage.getItem(TOKEN) ?? ''}`,
});

export interface Answer {
  readonly kind: 'done' | 'stale' | 'refused';
  readonly message: string;
}

export async function post(path: string, body: unknown): Promise<Answer> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { ...authorised(), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    return { kind: 'refused', message: `${response.status}`, ...answer };
  } catch {
    return {
      kind: 'refused',
      message: 'The console does not answer. Nothing is known to be done.',
    };
  }
}

export interface View<T> {
  /** Undefined until the first answer; null where there is no such thing. */
  readonly value: T | null | undefined;
  /** Why what is shown may be old; empty while it is live. */
  readonly trouble: string;
}

const RETRY_MS_MAX = 8000;

/** What the server says about a view, again and again for as long as somebody looks. */
export function useView<T>(path: string): View<T> {
  const [view, setView] = useState<View<T> & { path: string }>({
    path,
    value: undefined,
    trouble: '',
  });
  useEffect(() => {
    const stop = new AbortController();
    void follow<T>(path, stop.signal, (change) => {
      setView((before) => ({
        path,
        value: before.path === path ? before.value : undefined,
        trouble: '',
        ...change,
      }));
    });
    return () => stop.abort();
  }, [path]);
  return view.path === path ? view : { value: undefined, trouble: '' };
}

async function follow<T>(
  path: string,
  signal: AbortSignal,
  tell: (change: Partial<View<T>>) => void,
): Promise<void> {
  let waitMs = 250;
  while (!signal.aborted) {
    try {
      const response = await fetch(`/live/${path}`, { headers: authorised(), signal });
      if (response.status === 403) return tell({ trouble: 'token' });
      for await (const { event, data } of messages(response)) {
        if (event === 'view') tell({ value: JSON.parse(data), trouble: '' });
        else tell({ trouble: JSON.parse(data).reason });
        waitMs = 250;
      }
    } catch {
      // The server is gone, or this view is: the loop's condition tells which.
    }
    if (signal.aborted) return;
    tell({ trouble: 'The console does not answer' });
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    waitMs = Math.min(RETRY_MS_MAX, waitMs * 2);
  }
}

/** Server-sent events, read by hand: EventSource can send no header, and so no token. */
async function* messages(
  response: Response,
): AsyncGenerator<{ readonly event: string; readonly data: string }> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = '';
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) return;
    buffer += value;
    const parts = buffer.split('\n\n');
    buffer = parts.pop() ?? '';
    for (const part of parts) {
      const event = /^event: (.*)$/m.exec(part)?.[1];
      const data = /^data: (.*)$/m.exec(part)?.[1];
      if (event !== undefined && data !== undefined) yield { event, data };
    }
  }
}
