import { useSyncExternalStore } from 'react';

function watch(listener: () => void) {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

/** Whether the device believes it has a network; only a hint, sending is tried anyway. */
export const useOnline = (): boolean => useSyncExternalStore(watch, () => navigator.onLine);
