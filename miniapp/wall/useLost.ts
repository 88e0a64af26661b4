import { useEffect, useState } from 'react';

/** A blink of the line is no news; longer than this the room must know. */
const SILENT_MS = 4_000;
/** Without an answer for so long the picture is old, whatever the line says. */
const OLD_MS = 15_000;

/** Whether the wall no longer shows the present. `heardAt`: device clock (ms) of the last answer. */
export function useLost(live: boolean, heardAt: number): boolean {
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    const since = Date.now();
    const look = () =>
      setLost((!live && Date.now() - since > SILENT_MS) || (heardAt > 0 && Date.now() - heardAt > OLD_MS));
    look();
    const timer = setInterval(look, 1_000);
    return () => clearInterval(timer);
  }, [live, heardAt]);
  return isLost;
}
