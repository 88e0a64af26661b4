import { create } from 'qrcode';

/** The code as a QR picture: drawn on this device, so it can be shown without network. */
export function ActionCode({ code }: { code: string }) {
  const { size, data } = create(code, { errorCorrectionLevel: 'M' }).modules;
  const cells = Array.from({ length: size * size }, (_, index) => index).filter((index) => data[index]);
  const edge = 4;
  return (
    <svg viewBox={`${-edge} ${-edge} ${size + 2 * edge} ${size + 2 * edge}`} role="img" aria-label={`二维码 ${code}`}>
      <path d={cells.map((index) => `M${index % size} ${Math.floor(index / size)}h1v1h-1z`).join('')} />
    </svg>
  );
}
