// Whether the server answers, and since when it does not: what every page says of how fresh it is.

export interface Sync {
  /** When the last answer came; null before the first. */
  answeredAt: number | null;
  /** Did the last request get none? */
  gone: boolean;
}

let state: Sync = { answeredAt: null, gone: false };
const listeners = new Set<() => void>();

function become(next: Sync): void {
  state = next;
  for (const listener of listeners) {
    listener();
  }
}

export function sync(): Sync {
  return state;
}

export function onSync(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function answered(): void {
  become({ answeredAt: Date.now(), gone: false });
}

export function unanswered(): void {
  if (!state.gone) {
    become({ ...state, gone: true });
  }
}
