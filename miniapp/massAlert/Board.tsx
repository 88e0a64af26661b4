import { useState } from 'react';
import { Trouble, Waiting } from '../shell/States';
import { remaining } from '../time';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import { type BoardAnswer, type Total, type UnitRow } from './answers';
import { Roll } from './Roll';

const FIGURES: readonly { label: string; of: (total: Total) => number; alarm?: true; testId: string }[] = [
  { label: '应到', of: ({ people }) => people, testId: 'people' },
  { label: '已接收', of: ({ accepted }) => accepted, testId: 'accepted' },
  { label: '已送达', of: ({ delivered }) => delivered, testId: 'delivered' },
  { label: '已读', of: ({ read }) => read, testId: 'read' },
  { label: '已回复', of: ({ answered }) => answered, testId: 'answered' },
  { label: '未回复', of: silentOf, testId: 'silent' },
  { label: '求助', of: ({ help }) => help, alarm: true, testId: 'help' },
  { label: '联系不上', of: ({ unreachable }) => unreachable, alarm: true, testId: 'unreachable' },
];
function silentOf({ people, answered }: Total): number {
  return people - answered;
}

/** Who has got it, read it, answered – by unit, by answer, by person; as it happens. */
export function Board({ id, isOpen, mayEnter }: { id: string; isOpen: boolean; mayEnter: boolean }) {
  const path = `/api/alerts/${encodeURIComponent(id)}`;
  const { data, error, reload } = useRemote<BoardAnswer>(
    `${path}/board`,
    (change) => change.store === 'mass_alerts' && change.id === id,
    1500,
  );
  const [unit, setUnit] = useState<string | null | undefined>(undefined);
  const now = useNow(1000);
  if (!data) return error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />;
  const { total, units, choices, answerBy } = data;
  const share = total.people === 0 ? 0 : Math.round((total.answered / total.people) * 100);
  return (
    <section className="card alert-board" aria-label="点名情况" data-testid="alert-board">
      <div className="row">
        <h2>点名情况</h2>
        {isOpen && (
          <span className={new Date(answerBy) < now ? 'push fault' : 'push hint'}>
            回复截止 {remaining(answerBy, now)}
          </span>
        )}
      </div>
      <dl className="alert-figures">
        {FIGURES.map(({ label, of, alarm, testId }) => (
          <div key={label} className={alarm && of(total) > 0 ? 'alarm' : ''}>
            <dt>{label}</dt>
            <dd data-testid={`total-${testId}`}>{of(total)}</dd>
          </div>
        ))}
      </dl>
      <div className="alert-bar" role="img" aria-label={`已回复${share}%`}>
        <i style={{ width: `${share}%` }} />
      </div>
      <p className="row wrap">
        {choices.map(({ text, help }) => (
          <span key={text} className={help && total.choices[text] ? 'badge badge-danger' : 'badge'}>
            {text} {total.choices[text] ?? 0}
          </span>
        ))}
        {total.late > 0 && <span className="badge badge-warning">迟到 {total.late}</span>}
      </p>
      <Units units={units} chosen={unit} onChoose={setUnit} />
      <Roll id={id} choices={choices} unit={unit} mayEnter={mayEnter} />
      <a className="button" href={`${path}/export`} download data-testid="export">
        导出点名表
      </a>
    </section>
  );
}

/** The units with the most silent people first. */
function Units({
  units,
  chosen,
  onChoose,
}: {
  units: readonly UnitRow[];
  chosen: string | null | undefined;
  onChoose: (unit: string | null | undefined) => void;
}) {
  const sorted = [...units].sort((a, b) => silentOf(b) - silentOf(a));
  return (
    <table className="alert-units">
      <thead>
        <tr>
          <th scope="col">单位</th>
          <th scope="col">应到</th>
          <th scope="col">送达</th>
          <th scope="col">已读</th>
          <th scope="col">回复</th>
          <th scope="col">未回</th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((row) => (
          <tr key={row.unit ?? '-'} className={chosen === row.unit ? 'chosen' : ''}>
            <th scope="row">
              <button
                type="button"
                className="alert-unit"
                aria-pressed={chosen === row.unit}
                onClick={() => onChoose(chosen === row.unit ? undefined : row.unit)}
              >
                {row.unitName}
              </button>
            </th>
            <td>{row.people}</td>
            <td>{row.delivered}</td>
            <td>{row.read}</td>
            <td>{row.answered}</td>
            <td className={silentOf(row) > 0 ? 'fault' : ''}>{silentOf(row)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
