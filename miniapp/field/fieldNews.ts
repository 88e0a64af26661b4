/** Who wants to hear that a field record on this phone has changed: pages of this tab and of others. */
const listeners = new Map<string, Set<() => void>>();
const neighbours = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('field');
const tellHere = (record: string) => [...(listeners.get(record) ?? [])].forEach((listener) => listener());
neighbours?.addEventListener('message', ({ data }) => tellHere(String(data)));

/** Something of this record changed on the disk. */
export function tellField(record: string): void {
  neighbours?.postMessage(record);
  tellHere(record);
}

/** @returns how to stop */
export function watchField(record: string, listener: () => void): () => void {
  const those = listeners.get(record) ?? new Set();
  listeners.set(record, those.add(listener));
  return () => {
    those.delete(listener);
    if (those.size === 0) listeners.delete(record);
  };
}

/** Records that a page of this tab shows now. */
export const watchedRecords = (): string[] => [...listeners.keys()];
