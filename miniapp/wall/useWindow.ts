import { type RefObject, useEffect, useRef, useState } from 'react';

export interface Window {
  box: RefObject<HTMLUListElement>;
  /** Height of a row in pixels: rows are as many rem on every screen. */
  row: number;
  from: number;
  to: number;
  fits: number;
}

const remOf = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
/** Rows beyond the edge, so that scrolling shows no gap. */
const SPARE = 3;

/** Which rows of a long list can be seen; only these are drawn. */
export function useWindow(count: number, rowRem: number): Window {
  const box = useRef<HTMLUListElement>(null);
  const [{ top, height, rem }, setSeen] = useState({ top: 0, height: 0, rem: 16 });
  useEffect(() => {
    const list = box.current;
    if (!list) return;
    const look = () => setSeen({ top: list.scrollTop, height: list.clientHeight, rem: remOf() });
    const watcher = new ResizeObserver(look);
    watcher.observe(list);
    list.addEventListener('scroll', look, { passive: true });
    look();
    return () => {
      watcher.disconnect();
      list.removeEventListener('scroll', look);
    };
  }, []);
  const row = rem * rowRem;
  const first = Math.floor(top / row);
  const fits = Math.max(1, Math.floor(height / row));
  return { box, row, fits, from: Math.max(0, first - SPARE), to: Math.min(count, first + fits + 1 + SPARE) };
}
