import { useEffect, useRef, useState } from 'react';
import { type FieldPosition } from '../../models/field/fieldEvent.schema';
import { measuredPosition } from '../siteRecord/position';

const AGAIN_MS = 30_000;
/** Older than this it says nothing of where a photo was taken. */
const FRESH_MS = 120_000;

/** Where the phone is while the camera is open, measured again and again; `null` while it does not know. */
export function useWhere(): { position: FieldPosition | null; fresh: () => FieldPosition | null } {
  const [position, setPosition] = useState<FieldPosition | null>(null);
  const latest = useRef<{ position: FieldPosition; at: number }>(undefined);
  useEffect(() => {
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const measure = async () => {
      const found = await measuredPosition().catch(() => null);
      if (isGone) return;
      if (found) {
        latest.current = { position: found, at: performance.now() };
        setPosition(found);
      }
      timer = setTimeout(() => void measure(), AGAIN_MS);
    };
    void measure();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, []);
  const fresh = () =>
    latest.current && performance.now() - latest.current.at < FRESH_MS ? latest.current.position : null;
  return { position, fresh };
}
