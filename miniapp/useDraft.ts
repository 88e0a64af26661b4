import { useCallback, useEffect, useRef, useState } from 'react';
import { type Value, type Values } from './form/values';
import {
  draftKeyOf,
  draftOf,
  dropDraft,
  forgetLastWords,
  keepDraft,
  keepLastWords,
  prepareLastWords,
} from './offline/drafts';
import { session } from './session';

/** Typed text is on disk this long after the last key. */
const SETTLED_MS = 250;

export interface DraftState {
  values: Values;
  /** False until the kept draft has been looked for; a form drawn earlier would flash empty. */
  ready: boolean;
  /** Whether it was found from an earlier visit. */
  found: boolean;
  change: (name: string, value: Value | undefined) => void;
  /** Throw away what was typed. */
  clear: (values?: Values) => void;
  /** Stop saving: the command has taken the values over. */
  release: () => void;
}

/** What is being typed into one form, kept on this device as it is typed. */
export function useDraft(form: string, start: Values): DraftState {
  const owner = session.get().me?.id ?? '';
  const key = draftKeyOf(owner, form);
  const [state, setState] = useState<{ values: Values; ready: boolean; found: boolean }>({
    values: start,
    ready: false,
    found: false,
  });
  const kept = useRef<{ values: Values; dirty: boolean; timer?: ReturnType<typeof setTimeout> | undefined }>({
    values: start,
    dirty: false,
  });

  const flush = useCallback(() => {
    clearTimeout(kept.current.timer);
    if (!kept.current.dirty) return;
    kept.current.dirty = false;
    void keepDraft(key, owner, kept.current.values).catch(() => undefined);
  }, [key, owner]);

  useEffect(() => {
    let isGone = false;
    void draftOf(key)
      .catch(() => undefined)
      .then((values) => {
        if (isGone) return;
        const found = { ...start, ...values };
        kept.current.values = found;
        setState({ values: found, ready: true, found: values !== undefined });
      });
    const leave = () => {
      if (kept.current.dirty) keepLastWords(key);
      flush();
    };
    const hide = () => document.hidden && leave();
    document.addEventListener('visibilitychange', hide);
    window.addEventListener('pagehide', leave);
    return () => {
      isGone = true;
      document.removeEventListener('visibilitychange', hide);
      window.removeEventListener('pagehide', leave);
      flush();
    };
    // `start` is only what an untouched form shows; a refreshed record must not overwrite what is being typed.
  }, [key, flush]);

  const change = useCallback<DraftState['change']>(
    (name, value) => {
      const values = { ...kept.current.values, [name]: value };
      clearTimeout(kept.current.timer);
      kept.current = { values, dirty: true, timer: setTimeout(flush, SETTLED_MS) };
      void prepareLastWords(key, values).catch(() => undefined);
      setState((before) => ({ ...before, values }));
    },
    [key, flush],
  );
  const release = useCallback(() => {
    clearTimeout(kept.current.timer);
    kept.current.dirty = false;
    forgetLastWords(key);
  }, [key]);
  const clear = useCallback(
    (values: Values = {}) => {
      release();
      kept.current.values = values;
      setState({ values, ready: true, found: false });
      void dropDraft(key);
    },
    [key, release],
  );
  return { ...state, change, clear, release };
}
