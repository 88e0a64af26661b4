import { useCallback, useEffect, useRef, useState } from 'react';
import { type ReplayAnswer } from '../../models/wall/wall.schema';
import { request } from '../api';
import { sentenceOf } from '../wire';

export interface Replay {
  at: Date;
  /** The hour that is looked back on begins here. */
  from: Date;
  frame: ReplayAnswer | null;
  trouble: string | null;
  playing: boolean;
}

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** A minute of the past in each. */
const STEP_MS = 1_000;
/** While the slider is drawn nothing is asked. */
const REST_MS = 250;

/** Looking back: one moment of one hour, and an hour that plays by itself. Null while the wall shows the present. */
export function useReplay() {
  const [replay, setReplay] = useState<Replay | null>(null);
  const at = replay?.at.getTime();
  const round = useRef(0);

  useEffect(() => {
    if (at === undefined) return;
    const mine = (round.current += 1);
    const place = (part: Partial<Replay>) =>
      mine === round.current && setReplay((before) => before && { ...before, ...part });
    const timer = setTimeout(() => {
      request<ReplayAnswer>(`/api/wall/replay?at=${new Date(at).toISOString()}`).then(
        (frame) => place({ frame, trouble: null }),
        (error: unknown) => place({ trouble: sentenceOf(error), playing: false }),
      );
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [at]);

  /** The next minute is shown once the last has come. */
  const isThere = replay?.frame?.at === at;
  useEffect(() => {
    if (!replay?.playing || !isThere) return;
    const timer = setTimeout(() => {
      setReplay((before) => {
        if (!before) return before;
        const next = new Date(before.at.getTime() + MINUTE);
        return next.getTime() > before.from.getTime() + HOUR ? { ...before, playing: false } : { ...before, at: next };
      });
    }, STEP_MS);
    return () => clearTimeout(timer);
  }, [replay?.playing, isThere, at]);

  const open = useCallback((from: Date) => {
    setReplay((before) => ({ at: from, from, frame: before?.frame ?? null, trouble: null, playing: false }));
  }, []);
  const go = useCallback((to: Date) => setReplay((before) => before && { ...before, at: to }), []);
  const play = useCallback(() => setReplay((before) => before && { ...before, playing: !before.playing }), []);
  const close = useCallback(() => {
    round.current += 1;
    setReplay(null);
  }, []);
  return { replay, open, go, play, close };
}
