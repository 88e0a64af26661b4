/** Pictures for paper: a signature as it was written, and the code that opens an address. PNG, because every Word shows it. */
import { type Signature, signaturePath } from '../core/signature';
import { codePath } from './code';
import { type Picture } from './outline';

/** Pixels: a signature of 32 mm on paper at 300 dpi and a little more. */
const INK_WIDTH = 480;
const CODE_WIDTH = 320;

/** Nothing: one pixel that is not there. */
export const EMPTY = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAADUlEQVQImWP4//8/AwAI/AL+hc2rNAAAAABJRU5ErkJggg==',
  'base64',
);

const svg = (width: number, height: number, pixels: number, inside: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" width="${String(pixels)}">${inside}</svg>`;

function inkSvg({ signature }: { signature: Signature }): string {
  const { width, height } = signature;
  const look = `fill="none" stroke="#000" stroke-width="${String(width / 90)}" stroke-linecap="round" stroke-linejoin="round"`;
  return svg(width, height, INK_WIDTH, `<path d="${signaturePath(signature)}" ${look}/>`);
}

function codeSvg({ address }: { address: string }): string {
  const { size, path } = codePath(address);
  return svg(
    size,
    size,
    CODE_WIDTH,
    `<path d="M0 0h${String(size)}v${String(size)}h-${String(size)}z" fill="#fff"/><path d="${path}" shape-rendering="crispEdges"/>`,
  );
}

/** The picture as PNG. The same picture gives the same bytes. */
export async function pngOf(picture: Picture): Promise<Buffer> {
  // Loaded with the first picture: it takes an eighth of the memory at rest.
  const { default: sharp } = await import('sharp');
  const drawn = 'signature' in picture ? inkSvg(picture) : codeSvg(picture);
  return sharp(Buffer.from(drawn)).png({ compressionLevel: 9, palette: true }).toBuffer();
}
