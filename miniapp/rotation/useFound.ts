import { useEffect, useState } from 'react';
import { type Choice, type Listed } from '../answers';
import { request } from '../api';

const PAUSE_MS = 250;

/** Enterprises whose name holds the words; asked directly, since every remembered answer stays on the device. */
export function useFound(words: string): Choice[] {
  const [found, setFound] = useState<Choice[]>([]);
  useEffect(() => {
    setFound([]);
    if (words.length < 2) return;
    let isGone = false;
    const timer = setTimeout(() => {
      request<Listed<Choice>>(`/api/enterprises?words=${encodeURIComponent(words)}`).then(
        ({ items }) => !isGone && setFound(items.slice(0, 6)),
        () => undefined,
      );
    }, PAUSE_MS);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [words]);
  return found;
}
