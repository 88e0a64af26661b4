import { useState } from 'react';
import { type DisclosureStatus, SOURCES } from '../../models/disclosure/disclosure.schema';
import { type Listed } from '../answers';
import { TONES } from '../inspection/answers';
import { Badge } from '../shell/Badge';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { remaining } from '../time';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import '../form/form.css';
import '../inspection/inspection.css';

const TABS = {
  draft: '待送审',
  submitted: '待审核',
  withdrawing: '待撤回',
  published: '已公开',
  'withheld,withdrawn,repaired,expired': '不再展示',
} as const;
const MINUTE = 60_000;

interface ListedDisclosureAnswer {
  id: string;
  no: string;
  status: DisclosureStatus;
  statusLine: string;
  tone: string;
  party: string;
  decidedOn: string;
  dueAt: string;
  procedure: keyof typeof SOURCES;
}

/** What is to be published or was, the most urgent first. */
export function DisclosureRows({ chosen, onChoose }: { chosen?: string | undefined; onChoose: (id: string) => void }) {
  const [tab, setTab] = useState<string>('draft');
  const { data, error, reload } = useRemote<Listed<ListedDisclosureAnswer>>(
    `/api/disclosures?status=${tab}`,
    ({ store }) => store === 'disclosures',
  );
  const now = useNow(MINUTE);
  return (
    <>
      <div className="registry-filters">
        <div className="segments" role="tablist" aria-label="哪些公开信息">
          {Object.entries(TABS).map(([own, label]) => (
            <button
              key={own}
              type="button"
              role="tab"
              className="segment"
              aria-selected={tab === own}
              onClick={() => setTab(own)}
            >
              {label}
            </button>
          ))}
        </div>
      </div>
      {!data && (error === undefined ? <Waiting lines={4} /> : <Trouble error={error} onAgain={reload} />)}
      {data?.items.length === 0 && <Nothing title="没有这样的公开信息">处罚决定送达后，会自动起草在这里。</Nothing>}
      <ul className="record-rows" aria-label="处罚信息公开">
        {data?.items.map((item) => (
          <li key={item.id}>
            <button
              type="button"
              className={item.id === chosen ? 'record-row chosen' : 'record-row'}
              aria-current={item.id === chosen}
              onClick={() => onChoose(item.id)}
              data-testid="disclosure-row"
            >
              <strong>{item.party}</strong>
              <span className="hint">{[item.no, SOURCES[item.procedure], `${item.decidedOn}决定`].join(' · ')}</span>
              <span className="row wrap">
                <Badge tone={TONES[item.tone] ?? 'plain'}>{item.statusLine}</Badge>
                {['draft', 'submitted'].includes(item.status) && (
                  <span className={new Date(item.dueAt) < now ? 'push fault' : 'push hint'}>
                    {remaining(item.dueAt, now)}
                  </span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
