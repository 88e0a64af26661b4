import { type Replay } from './useReplay';
import { minuteOf, timeOf } from './words';

const HOUR = 3_600_000;
const SECOND = 1_000;
/** `2026-03-02T10:00` of Shanghai, as the field of the browser wants it. */
const localOf = (at: Date) => new Date(at.getTime() + 8 * HOUR).toISOString().slice(0, 16);
const fromLocal = (text: string) => new Date(`${text}:00+08:00`);

interface BarProps {
  replay: Replay;
  now: Date;
  onOpen: (from: Date) => void;
  onGo: (to: Date) => void;
  onPlay: () => void;
  onClose: () => void;
}

/** Which hour, which second of it, and play. */
export function ReplayBar({
  replay: { at, from, frame, trouble, playing },
  now,
  onOpen,
  onGo,
  onPlay,
  onClose,
}: BarProps) {
  return (
    <div className="replay-bar" data-testid="replay-bar">
      <button type="button" onClick={onPlay} data-testid="replay-play">
        {playing ? '暂停' : '播放'}
      </button>
      <label>
        从
        <input
          type="datetime-local"
          value={localOf(from)}
          max={localOf(now)}
          onChange={({ target: { value } }) => value && onOpen(fromLocal(value))}
        />
      </label>
      <input
        type="range"
        className="replay-slider"
        aria-label="回放的时刻"
        aria-valuetext={timeOf(at)}
        min={from.getTime()}
        max={Math.min(from.getTime() + HOUR, now.getTime())}
        step={SECOND}
        value={at.getTime()}
        onChange={({ target: { value } }) => onGo(new Date(Number(value)))}
        data-testid="replay-slider"
      />
      <strong>{minuteOf(at)}</strong>
      {!trouble && frame?.at !== at.getTime() && <span>读取中…</span>}
      {trouble && <span role="alert">{trouble}</span>}
      {frame && !frame.complete && <span>当时的部分记录不全，仅供参考</span>}
      <button type="button" onClick={onClose}>
        回到现在 Esc
      </button>
    </div>
  );
}
