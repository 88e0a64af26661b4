import { useState } from 'react';
import { type Listed } from '../answers';
import { TONES } from '../inspection/answers';
import '../inspection/inspection.css';
import { unsentList } from '../offline/unsent';
import { Badge } from '../shell/Badge';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { remaining } from '../time';
import { useNotice } from '../useNotice';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import { ON_SITE, type OnSiteKind } from './kinds';

interface Item {
  id: string;
  no: string;
  statusLine: string;
  tone: string;
  until: string | null;
  partyName: string;
  createdAt: string;
}
const MINUTE = 60_000;

/** The documents of one visit (`record`), or all that this person may see, kind by kind; those still on this phone come first. */
export function OnSiteRows({
  record,
  chosen,
  onChoose,
}: {
  record?: string | undefined;
  chosen?: string | undefined;
  onChoose: (path: OnSiteKind['path'], id: string) => void;
}) {
  const [path, setPath] = useState<OnSiteKind['path']>('orders');
  const kind = ON_SITE.find((one) => one.path === path) ?? ON_SITE[0];
  if (!kind) return null;
  return (
    <>
      <div className="registry-filters">
        <div className="segments" role="tablist" aria-label="哪种文书">
          {ON_SITE.map((one) => (
            <button
              key={one.path}
              type="button"
              role="tab"
              className="segment"
              aria-selected={one.path === path}
              onClick={() => setPath(one.path)}
              data-testid={`tab-${one.path}`}
            >
              {one.label}
            </button>
          ))}
        </div>
      </div>
      <Rows key={path} kind={kind} record={record} chosen={chosen} onChoose={(id) => onChoose(path, id)} />
    </>
  );
}

function Rows({
  kind: { path, store, label },
  record,
  chosen,
  onChoose,
}: {
  kind: OnSiteKind;
  record: string | undefined;
  chosen: string | undefined;
  onChoose: (id: string) => void;
}) {
  const asked = record ? `?siteRecord=${encodeURIComponent(record)}` : '';
  const { data, error, reload } = useRemote<Listed<Item>>(`/api/${path}${asked}`, (change) => change.store === store);
  const waiting = useNotice(unsentList).filter(
    (row) => row.step === 'issue' && row.path === `/api/${path}` && (!record || row.input['siteRecord'] === record),
  );
  const now = useNow(MINUTE);
  if (!data && waiting.length === 0)
    return error === undefined ? <Waiting lines={3} /> : <Trouble error={error} onAgain={reload} />;
  if (data?.items.length === 0 && waiting.length === 0)
    return <Nothing title={`还没有${label}`}>制作后会出现在这里。</Nothing>;
  return (
    <ul className="record-rows" aria-label={label}>
      {waiting.map(({ key, title, refusal }) => (
        <li key={key} className="record-row" data-testid="on-site-waiting">
          <strong>{title}</strong>
          <span className="row wrap">
            <Badge tone={refusal ? 'danger' : 'warning'}>{refusal ? '没有被接受' : '未发送'}</Badge>
          </span>
          <span className="hint">{refusal?.sentence ?? '已保存在本机，有网络后自动发送。'}</span>
        </li>
      ))}
      {data?.items.map(({ id, no, partyName, statusLine, tone, until }) => (
        <li key={id}>
          <button
            type="button"
            className={id === chosen ? 'record-row chosen' : 'record-row'}
            aria-current={id === chosen}
            onClick={() => onChoose(id)}
            data-testid="on-site-row"
          >
            <strong>{partyName}</strong>
            <span className="hint">{no}</span>
            <span className="row wrap">
              <Badge tone={TONES[tone] ?? 'plain'}>{statusLine}</Badge>
              {until && (
                <span className={new Date(until) < now ? 'push fault' : 'push hint'}>{remaining(until, now)}</span>
              )}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
