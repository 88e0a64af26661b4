import { Link } from 'wouter';
import { goBack } from '../shell/back';
import { Badge, type Tone } from '../shell/Badge';
import { Page } from '../shell/Page';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { useRemote } from '../useRemote';

interface Row {
  id: string;
  number: string;
  status: string;
  tone: string;
  facts: [string, string][];
  note: string;
}
const TONES: Readonly<Partial<Record<string, Tone>>> = { orange: 'warning', green: 'good', blue: 'primary' };

/** 集体讨论 in which this person sits, writes or attends, the latest first. */
export function DiscussionsPage() {
  const { data, error, reload } = useRemote<{ items: Row[] }>(
    '/api/discussions',
    ({ store }) => store === 'discussions',
  );
  return (
    <Page title="集体讨论" back={goBack}>
      {!data && (error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />)}
      {data?.items.length === 0 && <Nothing title="没有集体讨论">需要集体讨论的案件，由主持人从案件页召集。</Nothing>}
      {data?.items.map(({ id, number, status, tone, facts, note }) => (
        <Link key={id} href={`/discussions/${encodeURIComponent(id)}`} className="card">
          <span className="row">
            <b>{number}</b>
            <Badge tone={TONES[tone] ?? 'plain'}>{status}</Badge>
          </span>
          {facts.slice(0, 2).map(([label, value]) => (
            <span key={label} className="hint">
              {label}：{value}
              <br />
            </span>
          ))}
          {note && <span>{note}</span>}
        </Link>
      ))}
    </Page>
  );
}
