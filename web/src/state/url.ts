import { watch } from 'vue';

/** One concept's share of the address: how it reads itself from the parameters and writes itself to them. */
export interface UrlPart {
  read(parameters: URLSearchParams): void;
  write(parameters: URLSearchParams): void;
}

const parts: UrlPart[] = [];

const current = (): URLSearchParams => new URLSearchParams(window.location.hash.slice(1));

function written(): string {
  const parameters = new URLSearchParams();
  for (const part of parts) part.write(parameters);
  // Commas and slashes are legal in a fragment and keep a shared link readable.
  return `#${parameters.toString().replaceAll('%2C', ',').replaceAll('%2F', '/').replaceAll('%3A', ':')}`;
}

/** Registers a part and reads it at once from the address that the page was opened with. */
export function keepInUrl(part: UrlPart): void {
  parts.push(part);
  part.read(current());
}

/** From now on the address follows the state, and a changed address (a pasted link) changes the state. */
export function followUrl(): void {
  watch(written, (hash) => {
    if (hash !== window.location.hash) window.history.replaceState(null, '', hash);
  }, { immediate: true });
  window.addEventListener('hashchange', () => {
    const parameters = current();
    for (const part of parts) part.read(parameters);
  });
}

export const listOf = (text: string | null): string[] => (text ? text.split(',').filter(Boolean) : []);
