import { useCallback, useEffect, useRef, useState } from 'react';
import { draftKeyOf, draftOf, dropDraft, keepDraft, keepLastWords, prepareLastWords } from '../offline/drafts';
import { session } from '../session';

/** Typed text is on disk this long after the last key, and handed over when the typing rests this long. */
const KEPT_MS = 250;
const RESTED_MS = 4_000;

/**
 * Text that is handed over when the person has finished with it – the field is left, the page is left, or the typing rests – and lies on
 * this device until then, so that a killed page finds it again and hands it over.
 *
 * @param draft name of the text on this device
 * @param value what stands in the record now; followed while nothing of one's own is being typed
 */
export function useSettledText(draft: string, value: string, onSettle: (text: string) => void | Promise<unknown>) {
  const owner = session.get().me?.id ?? '';
  const key = draftKeyOf(owner, draft);
  const [text, setText] = useState(value);
  const live = useRef({ text: value, value, dirty: false, onSettle });
  live.current.value = value;
  live.current.onSettle = onSettle;
  const timers = useRef<{ keep?: ReturnType<typeof setTimeout>; rest?: ReturnType<typeof setTimeout> }>({});

  const settle = useCallback(() => {
    clearTimeout(timers.current.keep);
    clearTimeout(timers.current.rest);
    const { text: typed, value: standing, dirty } = live.current;
    if (!dirty) return;
    live.current.dirty = false;
    const handed =
      typed.trim() === standing.trim() ? Promise.resolve() : Promise.resolve(live.current.onSettle(typed.trim()));
    handed.then(
      () => (live.current.dirty ? undefined : dropDraft(key)),
      () => {
        live.current.dirty = true;
      },
    );
  }, [key]);

  const change = useCallback(
    (typed: string) => {
      live.current.text = typed;
      live.current.dirty = true;
      setText(typed);
      void prepareLastWords(key, { text: typed }).catch(() => undefined);
      clearTimeout(timers.current.keep);
      clearTimeout(timers.current.rest);
      timers.current.keep = setTimeout(
        () => void keepDraft(key, owner, { text: typed }).catch(() => undefined),
        KEPT_MS,
      );
      timers.current.rest = setTimeout(settle, RESTED_MS);
    },
    [key, owner, settle],
  );
  useEffect(() => {
    if (live.current.dirty) return;
    live.current.text = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    let isGone = false;
    void draftOf(key)
      .catch(() => undefined)
      .then((found) => {
        const typed = found?.['text'];
        if (isGone || live.current.dirty || typeof typed !== 'string') return;
        live.current = { ...live.current, text: typed, dirty: true };
        setText(typed);
        settle();
      });
    const leave = () => {
      if (live.current.dirty) keepLastWords(key);
    };
    const hide = () => document.hidden && leave();
    document.addEventListener('visibilitychange', hide);
    window.addEventListener('pagehide', leave);
    return () => {
      isGone = true;
      document.removeEventListener('visibilitychange', hide);
      window.removeEventListener('pagehide', leave);
      settle();
    };
  }, [key, settle]);
  return { text, change, settle };
}
