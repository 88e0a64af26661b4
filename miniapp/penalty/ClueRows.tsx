import { useState } from 'react';
import { COUNTIES } from '../../models/core/place';
import { SOURCES } from '../../models/penalty/penalty.schema';
import { type Listed } from '../answers';
import { request } from '../api';
import { TONES } from '../inspection/answers';
import { Badge } from '../shell/Badge';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { toast } from '../shell/toast';
import { remaining } from '../time';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import { sentenceOf } from '../wire';
import { type ListedClue } from './answers';
import '../inspection/inspection.css';

const MINUTE = 60_000;

/** What is asked for most, each with the states it means. */
const VIEWS = {
  clue: { label: '待立案', query: 'status=clue' },
  due: { label: '按期限', query: 'sort=DUE' },
  open: {
    label: '办理中',
    query: 'status=filed,investigating,suspended,investigated,reviewing',
  },
  told: {
    label: '告知和审核',
    query: 'status=noticed,stated,hearingRequested,noResponse,hearingHeld,rechecked,legalReviewed,discussed',
  },
  owed: { label: '执行中', query: 'status=decided,served,instalment,overdue,demanded,courtApplied' },
  over: {
    label: '已办结',
    query: 'status=paid,enforced,noPenalty,transferred,terminated,filingRevoked,notFiled,closed,archived',
  },
} as const;
type View = keyof typeof VIEWS;

const PAGE = 30;
type Page = Listed<ListedClue> & { next: string | null };

/** Further pages below the first, as far as they were asked for; another question begins anew. */
function useFurther(address: string, first: Page | undefined) {
  const [kept, setKept] = useState<{ address: string; items: ListedClue[]; next: string | null }>();
  const own = kept?.address === address ? kept : undefined;
  const next = own ? own.next : (first?.next ?? null);
  const [busy, setBusy] = useState(false);
  const load = async () => {
    if (!next || busy) return;
    setBusy(true);
    try {
      const page = await request<Page>(`${address}&after=${encodeURIComponent(next)}`);
      setKept({ address, items: [...(own?.items ?? []), ...page.items], next: page.next });
    } catch (error) {
      toast(sentenceOf(error));
    }
    setBusy(false);
  };
  return { items: [...(first?.items ?? []), ...(own?.items ?? [])], next, busy, load };
}

/** Cases this person may see, by stage, county or deadline; `onChoose` opens one. */
export function ClueRows({ chosen, onChoose }: { chosen?: string | undefined; onChoose: (id: string) => void }) {
  const [view, setView] = useState<View>('clue');
  const [county, setCounty] = useState('');
  const address = `/api/penalties?${VIEWS[view].query}${county && `&county=${county}`}&limit=${PAGE}`;
  const { data, error, reload } = useRemote<Page>(address, ({ store }) => store === 'penalty_cases');
  const { items, next, busy, load } = useFurther(address, data);
  const now = useNow(MINUTE);
  return (
    <>
      <div className="registry-filters">
        <div className="segments" role="tablist" aria-label="哪些案件">
          {(Object.keys(VIEWS) as View[]).map((own) => (
            <button
              key={own}
              type="button"
              role="tab"
              className="segment"
              aria-selected={view === own}
              onClick={() => setView(own)}
            >
              {VIEWS[own].label}
            </button>
          ))}
        </div>
        <select aria-label="县区" value={county} onChange={({ target }) => setCounty(target.value)}>
          <option value="">全部县区</option>
          {Object.entries(COUNTIES).map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {!data && (error === undefined ? <Waiting lines={4} /> : <Trouble error={error} onAgain={reload} />)}
      {data && items.length === 0 && (
        <Nothing title="没有这样的案件">现场检查、飞行检查和稽查发现的违法线索会自动出现在这里。</Nothing>
      )}
      <ul className="record-rows" aria-label="行政处罚案件">
        {items.map((item) => (
          <li key={item.id}>
            <button
              type="button"
              className={item.id === chosen ? 'record-row chosen' : 'record-row'}
              aria-current={item.id === chosen}
              onClick={() => onChoose(item.id)}
              data-testid="clue-row"
            >
              <strong>{item.party}</strong>
              <span className="hint">
                {[
                  item.number || item.no,
                  SOURCES[item.source],
                  COUNTIES[item.county],
                  item.investigators.join('、') || item.registeredByName,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
              <span className="row wrap">
                <Badge tone={TONES[item.tone] ?? 'plain'}>{item.statusLine}</Badge>
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
      {next && (
        <button type="button" className="button" disabled={busy} onClick={() => void load()} data-testid="more-cases">
          {busy ? '正在载入…' : '继续载入'}
        </button>
      )}
    </>
  );
}
