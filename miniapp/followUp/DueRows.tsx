import { COUNTIES } from '../../models/core/place';
import { type Listed } from '../answers';
import { TONES } from '../inspection/answers';
import { Badge } from '../shell/Badge';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { useRemote } from '../useRemote';

interface Row {
  id: string;
  no: string | null;
  statusLine: string;
  tone: 'blue' | 'green' | 'orange' | 'red' | 'grey';
  county: keyof typeof COUNTIES;
  partyName: string;
  dueOn?: string;
  dueAt?: string | null;
  unannounced?: boolean;
}

const dayOf = ({ dueAt, dueOn }: Row) =>
  dueAt ? new Date(dueAt).toLocaleDateString('zh-CN', { timeZone: 'Asia/Shanghai' }) : (dueOn ?? '');

/** A queue by deadline: what waits, the nearest first. `store` is the collection whose changes concern it. */
export function DueRows({
  path,
  store,
  empty,
  chosen,
  onChoose,
}: {
  path: string;
  store: string;
  empty: string;
  chosen?: string | undefined;
  onChoose: (id: string) => void;
}) {
  const { data, error, reload } = useRemote<Listed<Row>>(path, (change) => change.store === store);
  return (
    <>
      {!data && (error === undefined ? <Waiting lines={4} /> : <Trouble error={error} onAgain={reload} />)}
      {data?.items.length === 0 && <Nothing title="现在没有">{empty}</Nothing>}
      <ul className="record-rows">
        {data?.items.map((item) => (
          <li key={item.id}>
            <button
              type="button"
              className={item.id === chosen ? 'record-row chosen' : 'record-row'}
              aria-current={item.id === chosen}
              onClick={() => onChoose(item.id)}
              data-testid="due-row"
            >
              <strong>{item.partyName}</strong>
              <span className="hint">
                {[item.no, COUNTIES[item.county], item.unannounced ? '暗查' : ''].filter(Boolean).join(' · ')}
              </span>
              <span className="row wrap">
                <Badge tone={TONES[item.tone] ?? 'plain'}>{item.statusLine}</Badge>
                <span className="hint">{dayOf(item)} 到期</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
