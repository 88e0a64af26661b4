import { type Counts } from '../answers';
import { changeWords } from './changeWords';

const TILES: { label: string; value: (counts: Counts) => number; alarm?: true }[] = [
  { label: '在办', value: ({ open }) => open },
  { label: '待交办', value: ({ unassigned }) => unassigned },
  { label: '待签收', value: ({ unacknowledged }) => unacknowledged },
  { label: '紧急', value: ({ urgent }) => urgent, alarm: true },
  { label: '超期', value: ({ overdue }) => overdue, alarm: true },
];

/** How much is open, and how this year compares with the same stretch of the last. */
export function DeskCounters({ counts }: { counts: Counts | undefined }) {
  return (
    <dl className="counters" data-testid="desk-counters" aria-busy={!counts}>
      {TILES.map(({ label, value, alarm }) => {
        const figure = counts && value(counts);
        return (
          <div key={label} className={alarm && figure ? 'counter alarm' : 'counter'}>
            <dt>{label}</dt>
            <dd>{figure ?? '–'}</dd>
          </div>
        );
      })}
      <div className="counter wide">
        <dt>今年登记</dt>
        <dd>
          {counts?.registeredThisYear ?? '–'}
          {counts && (
            <span className="counter-change" data-testid="year-on-year">
              {changeWords(counts)}
            </span>
          )}
        </dd>
      </div>
    </dl>
  );
}
