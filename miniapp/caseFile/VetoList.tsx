import { useState } from 'react';
import { Badge } from '../shell/Badge';
import { type VetoItem } from './answers';
import './caseFile.css';

const LOOKS = {
  red: { words: '未通过', tone: 'danger' },
  green: { words: '通过', tone: 'good' },
  none: { words: '不适用', tone: 'plain' },
} as const;
const lookOf = ({ ok }: VetoItem) => (ok === null ? LOOKS.none : ok ? LOOKS.green : LOOKS.red);

const addressOf = (penalty: string, { kind, id }: NonNullable<VetoItem['proof']>): string | undefined => {
  if (kind === 'document') return `#/documents/penalties/${encodeURIComponent(penalty)}/${encodeURIComponent(id)}`;
  return kind === 'record' ? `#/${id.split('/').map(encodeURIComponent).join('/')}` : undefined;
};

function Item({ item, penalty }: { item: VetoItem; penalty: string }) {
  const { no, title, because, proof } = item;
  const { words, tone } = lookOf(item);
  const address = proof && addressOf(penalty, proof);
  return (
    <li className={item.ok === false ? 'veto-item bad' : 'veto-item'} data-testid={`veto-${String(no)}`}>
      <span className="veto-head">
        <span>
          {no}. {title}
        </span>
        <Badge tone={tone}>{words}</Badge>
      </span>
      <span className="veto-because">{because}</span>
      {proof && (address ? <a href={address}>{proof.label}</a> : <span className="hint">{proof.label}</span>)}
    </li>
  );
}

/** 一票否决事项: what fails stands open at the top, everything else one tap away. @param penalty id of the case */
export function VetoList({ items, penalty }: { items: readonly VetoItem[]; penalty: string }) {
  const failed = items.filter(({ ok }) => ok === false);
  const [all, setAll] = useState(false);
  const passed = items.filter(({ ok }) => ok === true).length;
  const shown = all ? items : failed;
  return (
    <section aria-label="一票否决事项">
      <p className={failed.length > 0 ? 'veto-sum bad' : 'veto-sum'} role="status" data-testid="veto-sum">
        {failed.length > 0 ? `${String(failed.length)} 项未通过，办妥后才能决定` : '没有未通过的否决事项'}
        <span className="hint">
          通过 {passed} 项，不适用 {items.length - passed - failed.length} 项
        </span>
      </p>
      <ol className="veto-list">
        {shown.map((item) => (
          <Item key={item.no} item={item} penalty={penalty} />
        ))}
      </ol>
      <button type="button" className="button quiet" onClick={() => setAll(!all)} data-testid="veto-all">
        {all ? '只看未通过的' : `查看全部 ${String(items.length)} 项`}
      </button>
    </section>
  );
}
