/** The code that opens the page of verification. Safe in the browser. */
import { create } from 'qrcode';

/** Modules of quiet around the squares, without which a reader does not find them. */
const MARGIN = 4;

/** The dark squares as the path of an SVG whose box is `size` × `size`. */
export function codePath(address: string): { size: number; path: string } {
  const { size, data } = create(address, { errorCorrectionLevel: 'M' }).modules;
  const squares = Array.from(data, (dark, at) =>
    dark ? `M${String((at % size) + MARGIN)} ${String(Math.floor(at / size) + MARGIN)}h1v1h-1z` : '',
  );
  return { size: size + 2 * MARGIN, path: squares.join('') };
}
