import { type PointerEvent, useCallback, useEffect, useRef, useState } from 'react';

/** [x, y] in pixels of the surface, and milliseconds of the page's clock. */
export type InkPoint = [number, number, number];
export interface Surface {
  width: number;
  height: number;
}

const PEN = 4.5;

/** Where the finger is on a surface that may lie turned by a quarter: the screen's right edge is then the surface's upper one. */
function onSurface({ clientX, clientY, timeStamp }: MouseEvent, canvas: HTMLCanvasElement, turned: boolean): InkPoint {
  const { left, right, top } = canvas.getBoundingClientRect();
  return turned ? [clientY - top, right - clientX, timeStamp] : [clientX - left, clientY - top, timeStamp];
}

function draw(canvas: HTMLCanvasElement, strokes: readonly (readonly InkPoint[])[]) {
  const paint = canvas.getContext('2d');
  if (!paint) return;
  const dense = window.devicePixelRatio || 1;
  paint.setTransform(dense, 0, 0, dense, 0, 0);
  paint.clearRect(0, 0, canvas.width, canvas.height);
  paint.lineWidth = PEN;
  paint.lineCap = 'round';
  paint.lineJoin = 'round';
  paint.strokeStyle = '#14181f';
  for (const [[x, y] = [0, 0], ...rest] of strokes) {
    paint.beginPath();
    paint.moveTo(x, y);
    paint.lineTo(x + 0.1, y);
    for (const [toX, toY] of rest) paint.lineTo(toX, toY);
    paint.stroke();
  }
}

/**
 * What a finger writes on a canvas: its strokes in order, with undo. One finger at a time; a palm that touches as well writes nothing.
 *
 * @param turned whether the canvas lies turned by a quarter, to the right
 */
export function useInk(turned: boolean) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const strokes = useRef<InkPoint[][]>([]);
  const finger = useRef<number | null>(null);
  const [count, setCount] = useState(0);

  const redraw = useCallback(() => {
    if (canvas.current) draw(canvas.current, strokes.current);
  }, []);
  /** A surface that changes its size (the phone is turned) keeps what was written. */
  useEffect(() => {
    const surface = canvas.current;
    if (!surface) return;
    const fit = () => {
      const dense = window.devicePixelRatio || 1;
      surface.width = Math.round(surface.clientWidth * dense);
      surface.height = Math.round(surface.clientHeight * dense);
      redraw();
    };
    const watcher = new ResizeObserver(fit);
    watcher.observe(surface);
    return () => watcher.disconnect();
  }, [redraw]);

  const begin = (event: PointerEvent<HTMLCanvasElement>) => {
    if (finger.current !== null || !canvas.current || event.button > 0) return;
    finger.current = event.pointerId;
    event.currentTarget.setPointerCapture(event.pointerId);
    strokes.current.push([onSurface(event.nativeEvent, canvas.current, turned)]);
    redraw();
  };
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    const surface = canvas.current;
    if (finger.current !== event.pointerId || !surface) return;
    const { nativeEvent } = event;
    const between = nativeEvent.getCoalescedEvents?.() ?? [];
    const points = (between.length > 0 ? between : [nativeEvent]).map((each) => onSurface(each, surface, turned));
    strokes.current.at(-1)?.push(...points);
    redraw();
  };
  const end = (event: PointerEvent<HTMLCanvasElement>) => {
    if (finger.current !== event.pointerId) return;
    finger.current = null;
    setCount(strokes.current.length);
  };
  const keep = (next: InkPoint[][]) => {
    strokes.current = next;
    setCount(next.length);
    redraw();
  };
  return {
    count,
    strokes: () => strokes.current,
    surface: (): Surface => ({
      width: canvas.current?.clientWidth ?? 1,
      height: canvas.current?.clientHeight ?? 1,
    }),
    undo: () => keep(strokes.current.slice(0, -1)),
    clear: () => keep([]),
    /** What the canvas needs. */
    paper: { ref: canvas, onPointerDown: begin, onPointerMove: move, onPointerUp: end, onPointerCancel: end },
  };
}
