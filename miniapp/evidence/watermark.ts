/** What is written into the light copy of a photo, so that it says by itself when, where, by whom and for which record it was taken. */

export interface WatermarkFacts {
  /** Device time (ms) and server minus device (ms); null = never measured. */
  at: number;
  skewMs: number | null;
  place: string;
  /** GCJ-02, metres; null while the phone does not know where it is. */
  position: { location: readonly [number, number]; accuracy: number; mock?: boolean | undefined } | null;
  officer: string;
  no: string;
  demo: boolean;
}

const clock = new Intl.DateTimeFormat('zh-CN', {
  ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  ...{ hour12: false, timeZone: 'Asia/Shanghai' },
});

function skewWords(skewMs: number | null): string {
  if (skewMs === null) return '手机时间，未校时';
  const seconds = Math.round(skewMs / 1_000);
  return Math.abs(seconds) < 2 ? '已校时' : `手机时间${seconds > 0 ? '慢' : '快'}${Math.abs(seconds)}秒，已校正`;
}

function positionWords(position: WatermarkFacts['position']): string {
  if (!position) return '未取得位置';
  const [longitude, latitude] = position.location;
  const words = `${longitude.toFixed(5)}, ${latitude.toFixed(5)} ±${Math.round(position.accuracy)}米`;
  return position.mock ? `${words}（手机报告为模拟位置）` : words;
}

/** The lines of the watermark, the most important first. */
export function watermarkLines(facts: WatermarkFacts): string[] {
  const { at, skewMs, place, position, officer, no, demo } = facts;
  return [
    `${clock.format(at + (skewMs ?? 0))}（${skewWords(skewMs)}）`,
    place,
    positionWords(position),
    `${officer}　${no}${demo ? '　演示数据' : ''}`,
  ];
}
