/** The lowest fifth at most: recognising the same picture again leaves this part out (models/evidence/likeness.ts). */
const LINE_SHARE = 0.036;
const LINE_HEIGHT = 1.35;

/** Write the lines into the lower left corner, on a dark ground that keeps them legible on snow and at night. */
export function drawWatermark(
  context: CanvasRenderingContext2D,
  { width, height }: { width: number; height: number },
  lines: readonly string[],
): void {
  const size = Math.max(11, Math.round(Math.min(height * LINE_SHARE, width * 0.04)));
  const line = size * LINE_HEIGHT;
  const ground = line * lines.length + size * 0.5;
  context.fillStyle = 'rgba(0, 0, 0, 0.5)';
  context.fillRect(0, height - ground, width, ground);
  context.fillStyle = '#fff';
  context.textBaseline = 'top';
  context.font = `${size}px sans-serif`;
  lines.forEach((words, index) => {
    context.fillText(words, size * 0.5, height - ground + size * 0.3 + index * line, width - size);
  });
}
