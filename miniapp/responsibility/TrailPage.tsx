import { Link } from 'wouter';
import { type Listed, type Me } from '../answers';
import { goBack } from '../shell/back';
import { Badge, type Tone } from '../shell/Badge';
import { Page } from '../shell/Page';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { day } from '../time';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';

interface ListedEntry {
  id: string;
  no: string | null;
  status: 'recorded' | 'objected' | 'upheld' | 'withdrawn' | 'final';
  statusLabel: string;
  personName: string;
  unitName: string;
  recordNo: string;
  sourceLabel: string;
  sourceNo: string | null;
  severityLabel: string;
  recordedAt: string;
  objectBy: string;
}

const TONES: Record<ListedEntry['status'], Tone> = {
  ...{ recorded: 'warning', objected: 'warning', upheld: 'danger', withdrawn: 'plain', final: 'danger' },
};
const concerns = ({ store }: { store: string }) => store === 'responsibilities';

/** 责任记录: everybody's own, for bureau leaders all. */
export function Trail() {
  const { data, error, reload } = useRemote<Listed<ListedEntry>>('/api/responsibilities', concerns);
  const now = useNow(60_000);
  if (!data) return error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />;
  if (data.items.length === 0)
    return <Nothing title="没有责任记录">登记时会发卡片通知本人，五个工作日内可以申辩。</Nothing>;
  return (
    <ul className="list">
      {data.items.map(
        ({
          id,
          no,
          status,
          statusLabel,
          personName,
          unitName,
          recordNo,
          sourceLabel,
          sourceNo,
          severityLabel,
          recordedAt,
          objectBy,
        }) => (
          <li key={id}>
            <Link href={`/responsibilities/${encodeURIComponent(id)}`} className="card task" data-testid="trail-item">
              <div className="row">
                <Badge tone={TONES[status]}>{statusLabel}</Badge>
                <span className="hint">{no}</span>
                <time className="push hint" dateTime={recordedAt}>
                  {day(recordedAt, now)}
                </time>
              </div>
              <p className="task-title">
                {unitName} {personName}
              </p>
              <p className="hint">
                {severityLabel} · {recordNo} · {sourceLabel} {sourceNo}
              </p>
              {status === 'recorded' && <p>申辩截止：{day(objectBy, now)}</p>}
            </Link>
          </li>
        ),
      )}
    </ul>
  );
}

/** 责任记录 on the phone. */
export const TrailPage = (_: { me: Me }) => (
  <Page title="责任记录" back={goBack}>
    <p className="hint">只有本人和局领导可以看到；如有异议，请在期限内申辩。</p>
    <Trail />
  </Page>
);
