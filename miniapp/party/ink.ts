/** A box to sign in with the finger. What was written is judged as everywhere (models/core/signature.ts): a tick or a ring is no name. */
import { type Signature, signatureFault, signatureOf } from '../../models/core/signature';
import { h } from './dom';

type Point = [number, number, number];

export interface Pad {
  element: HTMLElement;
  /** The signature, or the sentence why there is none. */
  read: () => { signature: Signature } | { fault: string };
}

function draw(canvas: HTMLCanvasElement, strokes: readonly Point[][]): void {
  const dense = window.devicePixelRatio || 1;
  canvas.width = Math.round(canvas.clientWidth * dense);
  canvas.height = Math.round(canvas.clientHeight * dense);
  const paint = canvas.getContext('2d');
  if (!paint) return;
  paint.scale(dense, dense);
  paint.lineWidth = 4;
  paint.lineCap = 'round';
  paint.lineJoin = 'round';
  paint.strokeStyle = '#14181f';
  for (const stroke of strokes) {
    const [first] = stroke;
    if (!first) continue;
    paint.beginPath();
    paint.moveTo(first[0], first[1]);
    paint.lineTo(first[0] + 0.1, first[1]);
    for (const [x, y] of stroke) paint.lineTo(x, y);
    paint.stroke();
  }
}

/** @param began told when the finger comes down: what was said of a missing signature is no longer true */
export function pad(label: string, began: () => void): Pad {
  let strokes: Point[][] = [];
  let finger: number | null = null;
  const canvas = h('canvas', {
    class: 'paper',
    role: 'img',
    'aria-label': '签名框，请用手指写下姓名',
    'data-testid': 'paper',
  });
  const point = (event: PointerEvent): Point => {
    const { left, top } = canvas.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top, event.timeStamp];
  };
  canvas.addEventListener('pointerdown', (event) => {
    if (finger !== null) return;
    // Else a mouse begins to drag what happens to be selected.
    event.preventDefault();
    window.getSelection()?.removeAllRanges();
    began();
    finger = event.pointerId;
    try {
      canvas.setPointerCapture(event.pointerId);
    } catch {
      // A finger that has left already: the stroke ends where it is.
    }
    strokes.push([point(event)]);
    draw(canvas, strokes);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (finger !== event.pointerId) return;
    const stroke = strokes[strokes.length - 1];
    if (stroke) stroke.push(point(event));
    draw(canvas, strokes);
  });
  const lift = (event: PointerEvent) => {
    if (finger === event.pointerId) finger = null;
  };
  canvas.addEventListener('pointerup', lift);
  canvas.addEventListener('pointercancel', lift);
  const clear = () => {
    strokes = [];
    draw(canvas, strokes);
  };
  const element = h(
    'div',
    { class: 'field' },
    h('div', { class: 'label' }, label),
    canvas,
    h('button', { type: 'button', class: 'plain', onclick: clear }, '重写'),
  );
  return {
    element,
    read: () => {
      if (strokes.length === 0) return { fault: '还没有签名，请在框内用手指写下姓名。' };
      const signature = signatureOf(strokes, { width: canvas.clientWidth, height: canvas.clientHeight });
      const fault = signatureFault(signature);
      return fault ? { fault } : { signature };
    },
  };
}
