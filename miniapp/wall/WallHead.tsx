import { KINDS, type Kind, type Tally } from '../../models/wall/wall.schema';
import { useNotice } from '../useNotice';
import { openSound, sound } from './alarm';
import { type Theme } from './theme';
import { dayOf, timeOf } from './words';

interface HeadProps {
  scope: string;
  now: Date;
  tally: Tally;
  late: number;
  filter: Kind | null;
  onFilter: (kind: Kind | null) => void;
  live: boolean;
  theme: Theme;
  onTheme: () => void;
  /** Absent where the reader may not look back. */
  onReplay?: () => void;
  replaying: boolean;
}

const SOUND = { opening: '声音…', blocked: '声音未开', ready: '声音已开', ringing: '正在响铃' } as const;

/** What the whole room reads first: the time, and how much of what is open. */
export function WallHead({
  scope,
  now,
  tally,
  late,
  filter,
  onFilter,
  live,
  theme,
  onTheme,
  onReplay,
  replaying,
}: HeadProps) {
  const sounding = useNotice(sound);
  return (
    <header className="wall-head">
      <h1>
        <span>指挥大屏</span>
        <small>{scope}</small>
      </h1>
      <time className={replaying ? 'wall-time past' : 'wall-time'} dateTime={now.toISOString()}>
        <strong>{timeOf(now)}</strong>
        <small>{replaying ? `回放 ${dayOf(now)}` : dayOf(now)}</small>
      </time>
      <nav className="wall-tally" aria-label="按类别看">
        <Figure label="报警" value={tally.alarm} tone={tally.alarm > 0 ? 'alarm' : ''} />
        {(Object.keys(KINDS) as Kind[]).map((kind, index) => (
          <Figure
            key={kind}
            label={KINDS[kind]}
            value={tally[kind]}
            hotkey={index + 1}
            pressed={filter === kind}
            onPress={() => onFilter(filter === kind ? null : kind)}
          />
        ))}
        <Figure label="超期" value={late} tone={late > 0 ? 'late' : ''} />
      </nav>
      <div className="wall-tools">
        <span className={replaying ? 'lamp past' : live ? 'lamp on' : 'lamp'}>
          {replaying ? '回放中' : live ? '实时' : '断线'}
        </span>
        <button type="button" onClick={() => void openSound()} className={sounding} data-testid="sound-state">
          {SOUND[sounding]}
        </button>
        <button type="button" onClick={onTheme}>
          {theme === 'night' ? '夜间' : '白天'} T
        </button>
        {onReplay && (
          <button type="button" onClick={onReplay} aria-pressed={replaying} data-testid="replay-open">
            {replaying ? '回到现在' : '回放'} R
          </button>
        )}
      </div>
    </header>
  );
}

interface FigureProps {
  label: string;
  value: number;
  tone?: string;
  hotkey?: number;
  pressed?: boolean;
  onPress?: () => void;
}

function Figure({ label, value, tone = '', hotkey, pressed, onPress }: FigureProps) {
  const inside = (
    <>
      <strong>{value}</strong>
      <small>
        {label}
        {hotkey && <kbd>{hotkey}</kbd>}
      </small>
    </>
  );
  if (!onPress) return <span className={`figure ${tone}`}>{inside}</span>;
  return (
    <button type="button" className={`figure ${tone}`} aria-pressed={pressed} onClick={onPress}>
      {inside}
    </button>
  );
}
