import { useEffect, useMemo, useRef, useState } from 'react';
import { clustersOf, type Cluster, type Mark } from './clusters';
import { drawLand, drawMarks, drawNames } from './draw';
import { type Outline } from './outline';
import { projectionOf, type Size, ZHOUSHAN } from './projection';

const remOf = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
/** Asked of the page once per drawing: every question after a change costs a calculation of styles. */
function palette() {
  const style = getComputedStyle(document.documentElement);
  const known = new Map<string, string>();
  return (name: string): string => {
    const colour = known.get(name) ?? style.getPropertyValue(`--map-${name}`).trim();
    known.set(name, colour);
    return colour;
  };
}

/** The canvas as many pixels as the screen has, its size in page pixels. */
function fitted(canvas: HTMLCanvasElement, { width, height }: Size) {
  const ratio = window.devicePixelRatio || 1;
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  // Setting even the same size throws the picture away and asks for new memory.
  if (canvas.width !== across || canvas.height !== down) Object.assign(canvas, { width: across, height: down });
  const pen = canvas.getContext('2d');
  pen?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return pen;
}

/** How large the box is, followed as it changes. */
function useSize() {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    if (!box.current) return;
    const watcher = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: Math.round(entry.contentRect.width), height: Math.round(entry.contentRect.height) });
    });
    watcher.observe(box.current);
    return () => watcher.disconnect();
  }, []);
  return { box, size };
}

/** Rem of space between two marks before they become one. */
const CELL = 2.4;

const LEGEND = [
  ['alarm', '突发、报警', ''],
  ['urgent', '紧急、超标', ''],
  ['due', '有期限', ''],
  ['post', '在岗人员', 'triangle'],
  ['station', '站点', 'square'],
  ['silent', '失联站点', 'square'],
] as const;

interface MapProps {
  outline: Outline;
  marks: readonly Mark[];
  theme: string;
  onChoose: (id: string) => void;
}

/** The city with everything on it: land drawn once, marks whenever they change. */
export function CityMap({ outline, marks, theme, onChoose }: MapProps) {
  const { box, size } = useSize();
  const [land, points] = [useRef<HTMLCanvasElement>(null), useRef<HTMLCanvasElement>(null)];
  const shown = useRef<Cluster[]>([]);
  const project = useMemo(() => projectionOf(ZHOUSHAN, size, remOf()), [size]);

  useEffect(() => {
    const pen = land.current && fitted(land.current, size);
    if (pen && size.width > 0) drawLand({ pen, ...size, rem: remOf(), colour: palette() }, outline.rings, project);
  }, [land, size, project, outline, theme]);

  useEffect(() => {
    const pen = points.current && fitted(points.current, size);
    if (!pen || size.width === 0) return;
    shown.current = clustersOf(marks, project, remOf() * CELL);
    const canvas = { pen, ...size, rem: remOf(), colour: palette() };
    drawMarks(canvas, shown.current);
    drawNames(canvas, shown.current, project);
  }, [points, size, project, marks, theme]);

  const choose = (x: number, y: number) => {
    const near = [...shown.current].sort((a, b) => Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y))[0];
    if (near && Math.hypot(near.x - x, near.y - y) < remOf() * 1.5) onChoose(near.first.id);
  };
  const alarms = marks.filter(({ tone }) => tone === 'alarm').slice(0, 12);
  return (
    <div className="city-map" ref={box} data-testid="city-map">
      <canvas ref={land} aria-hidden="true" />
      <canvas
        ref={points}
        role="img"
        aria-label={`舟山示意图，图上 ${marks.length} 处`}
        onClick={({ nativeEvent: { offsetX, offsetY } }) => choose(offsetX, offsetY)}
      />
      {size.width > 0 &&
        alarms.map(({ id, point }) => {
          const [left, top] = project(point);
          return <i key={id} className="alarm-ring" style={{ left, top }} aria-hidden="true" />;
        })}
      <ul className="map-legend" aria-label="图例">
        {LEGEND.map(([tone, words, form]) => (
          <li key={tone}>
            <i className={form} style={{ background: `var(--map-${tone})` }} />
            {words}
          </li>
        ))}
      </ul>
      <p className="map-note">{outline.approvalNo ? `审图号：${outline.approvalNo}` : '示意图，非标准地图'}</p>
    </div>
  );
}
