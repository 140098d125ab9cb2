import { reactive } from 'vue';

/** Whether the server can be reached; requests that fail without an answer tell us so. */
export const connection = reactive({ offline: !navigator.onLine, since: 0 });

export function reachable(yes: boolean): void {
  if (connection.offline === !yes) return;
  connection.offline = !yes;
  connection.since = Date.now();
}

/** 5 s: short enough to feel immediate when the network is back. */
const PROBE_MS = 5_000;

async function probe(): Promise<void> {
  if (!connection.offline) return;
  const answer = await fetch('./healthz', { cache: 'no-store' }).catch(() => null);
  if (answer?.ok) reachable(true);
}

window.addEventListener('offline', () => reachable(false));
window.addEventListener('online', () => void probe());
setInterval(() => void probe(), PROBE_MS);
