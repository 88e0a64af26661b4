import { useEffect, useState } from 'react';
import { session } from './session';

/** Difference between the server's clock and the phone's, so that a wrong phone clock does not bend a deadline. */
let skewMs = 0;
session.watch(() => {
  const { hello, helloAt } = session.get();
  if (hello && helloAt) skewMs = new Date(hello.now).getTime() - helloAt;
});

/** Take the server's word for what time it is. */
export function learnNow(now: string): void {
  const at = new Date(now).getTime();
  if (!Number.isNaN(at)) skewMs = at - Date.now();
}

/** The server's time as far as this device knows it. */
const serverNow = (): Date => new Date(Date.now() + skewMs);

/** A clock that ticks every `everyMs` milliseconds while the page is visible. */
export function useNow(everyMs = 30_000): Date {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => document.hidden || setNow(serverNow()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
