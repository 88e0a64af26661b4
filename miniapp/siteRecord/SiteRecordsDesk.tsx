import { useLocation } from 'wouter';
import { COUNTIES, type County } from '../../models/core/place';
import { FIELD_STATES, type FieldStatus, type FlagCode, FLAGS } from '../../models/field/fieldState';
import { OUTCOMES, type SiteOutcome } from '../../models/siteRecord/siteRecord.schema';
import { type Listed, type Me } from '../answers';
import { DeskRecord } from '../desk/DeskRecord';
import '../inspection/inspection.css';
import { Badge } from '../shell/Badge';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { useRemote } from '../useRemote';

interface ListedRecord {
  id: string;
  no: string | null;
  status: FieldStatus;
  enterpriseName: string;
  county: County;
  arrivedAt: string | null;
  outcome: SiteOutcome | null;
  flags: FlagCode[];
  supplements: string | null;
}

const dayOf = (at: string | null): string => (at ? new Date(at).toLocaleDateString('zh-CN') : '待到场');

function Rows({ chosen, onChoose }: { chosen: string | undefined; onChoose: (id: string) => void }) {
  const concerns = ({ store }: { store: string }) => store === 'site_records';
  const { data, error, reload } = useRemote<Listed<ListedRecord>>('/api/site-records?limit=100', concerns);
  if (!data) return error === undefined ? <Waiting lines={4} /> : <Trouble error={error} onAgain={reload} />;
  if (data.items.length === 0)
    return <Nothing title="还没有现场检查笔录">执法人员到达现场以后，笔录会出现在这里。</Nothing>;
  return (
    <ul className="record-rows" aria-label="现场检查笔录">
      {data.items.map(({ id, no, status, enterpriseName, county, arrivedAt, outcome, flags, supplements }) => (
        <li key={id}>
          <button
            type="button"
            className={id === chosen ? 'record-row chosen' : 'record-row'}
            aria-current={id === chosen}
            onClick={() => onChoose(id)}
            data-testid="site-record-row"
          >
            <strong>{enterpriseName}</strong>
            <span className="hint">
              {[supplements ? '补充笔录' : '', COUNTIES[county], no].filter(Boolean).join(' · ')}
            </span>
            <span className="row wrap">
              <Badge tone={outcome === 'VIOLATION' ? 'danger' : status === 'locked' ? 'good' : 'primary'}>
                {outcome && status === 'locked' ? OUTCOMES[outcome] : FIELD_STATES[status]}
              </Badge>
              {flags.length > 0 && <Badge tone="warning">{`需要核对：${FLAGS[flags[0]!]}`}</Badge>}
              <span className="push">{dayOf(arrivedAt)}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** 现场检查笔录 at the desk: for heads and leaders who check what their officers brought back. */
export function SiteRecordsDesk({ id, step }: { me: Me; id: string | undefined; step: string | undefined }) {
  const [, go] = useLocation();
  return (
    <div className="registry-desk">
      <aside aria-label="笔录列表">
        <Rows chosen={id} onChoose={(chosen) => go(`/site-records/${encodeURIComponent(chosen)}`)} />
      </aside>
      <main aria-label="笔录详情">
        {id ? (
          <DeskRecord key={id} path="site-records" id={id} step={step} />
        ) : (
          <Nothing title="请从左边选一份笔录">有“需要核对”的，请看清原因再用作证据。</Nothing>
        )}
      </main>
    </div>
  );
}

/** 询问笔录 at the desk: reached from the record of its check. */
export function InterviewsDesk({ id, step }: { me: Me; id: string | undefined; step: string | undefined }) {
  return (
    <main className="registry-desk">
      {id ? (
        <DeskRecord key={id} path="interviews" id={id} step={step} />
      ) : (
        <Nothing title="请从现场检查笔录打开询问笔录" />
      )}
    </main>
  );
}
