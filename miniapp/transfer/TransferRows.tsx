import { COUNTIES } from '../../models/core/place';
import { KINDS } from '../../models/transfer/transfer.schema';
import { TONES } from '../inspection/answers';
import { Badge } from '../shell/Badge';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { remaining } from '../time';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import { type ListedTransfer } from './answers';
import '../inspection/inspection.css';

const MINUTE = 60_000;

/** The transfers this person may know of: number, state, deadline. */
export function TransferRows({ chosen, onChoose }: { chosen?: string | undefined; onChoose: (id: string) => void }) {
  const { data, error, reload } = useRemote<{ items: ListedTransfer[] }>(
    '/api/transfers',
    ({ store }) => store === 'criminal_transfers',
  );
  const now = useNow(MINUTE);
  if (!data) return error === undefined ? <Waiting lines={3} /> : <Trouble error={error} onAgain={reload} />;
  if (data.items.length === 0)
    return (
      <Nothing title="没有您可以知悉的移送">公安立案以前只有专案组和作出决定的负责人知悉；在案件里“移送”提出。</Nothing>
    );
  return (
    <ul className="record-rows" aria-label="案件移送">
      {data.items.map((item) => (
        <li key={item.id}>
          <button
            type="button"
            className={item.id === chosen ? 'record-row chosen' : 'record-row'}
            aria-current={item.id === chosen}
            onClick={() => onChoose(item.id)}
            data-testid="transfer-row"
          >
            <strong>{item.no ?? '编号生成中'}</strong>
            <span className="hint">
              {[KINDS[item.kind], COUNTIES[item.county as keyof typeof COUNTIES]].join(' · ')}
            </span>
            <span className="row wrap">
              <Badge tone={TONES[item.tone] ?? 'plain'}>{item.statusLine}</Badge>
              {!item.open && <Badge>密封</Badge>}
              {item.dueAt && (
                <span className={new Date(item.dueAt) < now ? 'push fault' : 'push hint'}>
                  {remaining(item.dueAt, now)}
                </span>
              )}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
