import { useCallback, useEffect, useRef, useState } from 'react';
import { request } from './api';
import { type Change, onChange } from './live';
import { answerAt, keepAnswer } from './offline/answers';
import { session } from './session';
import { isPassing } from './wire';

const GATHER_MS = 50;

export interface Remote<T> {
  data: T | undefined;
  /** From the last visit, not from the server just now. */
  stale: boolean;
  error: unknown;
  reload: () => void;
  /** Put an answer in place that came with a command. */
  place: (data: T) => void;
}

/**
 * Read an address, show the last known answer at once, and read again whenever `concerns` says a change matters.
 * `path` null reads nothing. `echoMs`: read once more this long after a change, for figures that the server shares for a moment.
 */
export function useRemote<T>(path: string | null, concerns: (change: Change) => boolean, echoMs = 0): Remote<T> {
  const [state, setState] = useState<{ path: string | null; data?: T; stale: boolean; error?: unknown }>({
    path,
    stale: true,
  });
  const latest = useRef({ path, round: 0, concerns });
  latest.current.path = path;
  latest.current.concerns = concerns;

  const place = useCallback(
    (data: T) => {
      latest.current.round += 1;
      setState({ path, data, stale: false });
      void keep(path, data);
    },
    [path],
  );
  const reload = useCallback(() => {
    if (!path) return;
    const round = (latest.current.round += 1);
    const isCurrent = () => latest.current.path === path && latest.current.round === round;
    request<T>(path).then(
      (data) => isCurrent() && place(data),
      (error: unknown) =>
        isCurrent() &&
        setState((before) =>
          before.path === path && before.data !== undefined && isPassing(error)
            ? { ...before, stale: true, error }
            : { path, stale: true, error },
        ),
    );
  }, [path, place]);

  useEffect(() => {
    if (!path) return;
    let isGone = false;
    void kept<T>(path).then((data) => {
      if (!isGone && data !== undefined)
        setState((before) =>
          before.path === path && before.data !== undefined ? before : { path, data, stale: true },
        );
    });
    reload();
    let echo: ReturnType<typeof setTimeout> | undefined;
    let gather: ReturnType<typeof setTimeout> | undefined;
    const stop = onChange((change) => {
      if (change !== null && !latest.current.concerns(change)) return;
      // Changes that come together are read together.
      gather ??= setTimeout(() => {
        gather = undefined;
        reload();
      }, GATHER_MS);
      clearTimeout(echo);
      if (echoMs) echo = setTimeout(reload, echoMs);
    });
    return () => {
      isGone = true;
      stop();
      clearTimeout(gather);
      clearTimeout(echo);
    };
  }, [path, reload, echoMs]);

  const isFresh = state.path === path;
  return {
    data: isFresh ? state.data : undefined,
    stale: state.stale,
    error: isFresh ? state.error : undefined,
    reload,
    place,
  };
}

async function keep(path: string | null, body: unknown): Promise<void> {
  const owner = session.get().me?.id;
  if (path && owner) await keepAnswer(owner, path, body).catch(() => undefined);
}

async function kept<T>(path: string): Promise<T | undefined> {
  return answerAt<T>(session.get().me?.id ?? '', path).catch(() => undefined);
}
