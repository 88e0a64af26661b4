import { Link } from 'wouter';
import { goBack } from '../shell/back';
import { Badge } from '../shell/Badge';
import { Page } from '../shell/Page';
import { Trouble, Waiting } from '../shell/States';
import { moment } from '../time';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';

interface Row {
  id: string;
  number: string;
  statusLine: string;
  caseNo: string | null;
  at: string | null;
  place: string | null;
}

/** 听证: those that concern the reader, the latest asked for first. */
export function HearingsPage() {
  const now = useNow(60_000);
  const { data, error, reload } = useRemote<{ items: Row[] }>('/api/hearings', ({ store }) => store === 'hearings');
  return (
    <Page title="听证" back={goBack}>
      {!data && (error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />)}
      {data?.items.length === 0 && <p className="hint">没有与您有关的听证。</p>}
      {data?.items.map(({ id, number, statusLine, caseNo, at, place }) => (
        <Link key={id} href={`/hearings/${encodeURIComponent(id)}`} className="card">
          <strong>{number}</strong> <Badge tone="plain">{statusLine}</Badge>
          <p className="hint">
            {[caseNo && `案件 ${caseNo}`, at && moment(at, now), place].filter(Boolean).join(' · ')}
          </p>
        </Link>
      ))}
    </Page>
  );
}
