import { useCallback, useEffect, useState } from 'react';
import { type WallItem } from '../../models/wall/wall.schema';
import { hush, openSound, ring } from './alarm';

/** Kept for this wall only, so that a reload does not ring anew for what somebody here has heard. */
const KEY = 'wall.heard';
const remembered = (): ReadonlySet<string> => {
  try {
    return new Set(JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as string[]);
  } catch {
    return new Set();
  }
};

/** Alarms nobody at this wall has acknowledged; each rings until somebody does. `active` false (a replay) rings for nothing. */
export function useAlarms(items: readonly WallItem[], active: boolean) {
  const [heard, setHeard] = useState(remembered);
  const alarms = items.filter(({ level }) => level === 'alarm');
  const fresh = alarms.filter(({ id }) => !heard.has(id));
  const isRinging = active && fresh.length > 0;
  useEffect(() => void openSound(), []);
  useEffect(() => {
    if (isRinging) ring();
    else hush();
  }, [isRinging, fresh.length]);
  const acknowledge = useCallback(() => {
    void openSound();
    // What is no longer an alarm may ring again when it becomes one.
    const ids = alarms.map(({ id }) => id);
    sessionStorage.setItem(KEY, JSON.stringify(ids));
    setHeard(new Set(ids));
  }, [alarms]);
  return { fresh: active ? fresh : [], acknowledge };
}
