// Which view the address names. Addresses can be sent to a colleague, who opens them with a token of their own.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

export type Place =
  | { readonly view: 'overview' }
  | { readonly view: 'history' }
  | { readonly view: 'service'; readonly name: string }
  | { readonly view: 'release'; readonly id: string };

const MOVED = 'spillway:moved';

export function usePlace(): Place {
  const [path, setPath] = useState(window.location.pathname);
  useEffect(() => {
    const update = () => setPath(window.location.pathname);
    for (const type of ['popstate', MOVED]) window.addEventListener(type, update);
    return () => {
      for (const type of ['popstate', MOVED]) window.removeEventListener(type, update);
    };
  }, []);
  return placeOf(path);
}

function placeOf(path: string): Place {
  const [, first = '', second = ''] = path.split('/');
  if (first === 'services' && second !== '') return { view: 'service', name: second };
  if (first === 'releases' && second !== '') return { view: 'release', id: second };
  return first === 'history' ? { view: 'history' } : { view: 'overview' };
}

export function Link({
  to,
  children,
  ...rest
}: {
  readonly to: string;
  readonly class?: string;
  readonly children: ComponentChildren;
  readonly 'aria-current'?: 'page' | undefined;
  readonly 'aria-label'?: string;
}) {
  const go = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    history.pushState(null, '', to);
    window.dispatchEvent(new Event(MOVED));
    window.scrollTo(0, 0);
    // A reader that cannot see the change hears the new heading.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('h1')?.focus());
  };
  return (
    <a href={to} onClick={go} {...rest}>
      {children}
    </a>
  );
}

export const serviceAddress = (name: string) => `/services/${name}`;
export const releaseAddress = (releaseId: string) => `/releases/${releaseId}`;
