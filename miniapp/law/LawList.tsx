import { useState } from 'react';
import { OFFENCES } from '../../models/law/law.schema';
import { rangeWords } from '../../models/law/law.words';
import { daysWords } from '../../models/law/validity';
import { Badge, type Tone } from '../shell/Badge';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { useRemote } from '../useRemote';
import { type LawAnswer, type ListedRule, type RulesAnswer } from './answers';
import '../inspection/inspection.css';
import './law.css';

const LISTS = { inForce: '已启用', proposed: '待批准', exemptions: '不予处罚清单' } as const;
type List = keyof typeof LISTS;
const TONES: Record<string, Tone> = { inForce: 'good', proposed: 'warning', refused: 'danger', withdrawn: 'plain' };
const STATES: Record<string, string> = {
  inForce: '已启用',
  proposed: '待批准',
  refused: '未批准',
  withdrawn: '已停用',
};

/** 法律依据 and 不予处罚清单: by act, the version of each day beside the other. */
export function LawList({ onChoose }: { onChoose: (path: 'law' | 'exemptions', id: string) => void }) {
  const [list, setList] = useState<List>('inForce');
  const [offence, setOffence] = useState('');
  const asked = new URLSearchParams({
    ...(list === 'exemptions' ? {} : { status: list }),
    ...(offence ? { offence } : {}),
  }).toString();
  const path = list === 'exemptions' ? '/api/exemptions' : '/api/law';
  const { data, error, reload } = useRemote<LawAnswer | RulesAnswer>(
    `${path}?${asked}`,
    ({ store }) => store === 'legal_bases' || store === 'exemption_rules',
  );
  return (
    <div>
      <div className="registry-filters">
        <div className="segments" role="tablist" aria-label="哪些规定">
          {(Object.keys(LISTS) as List[]).map((own) => (
            <button
              key={own}
              type="button"
              role="tab"
              className="segment"
              aria-selected={list === own}
              onClick={() => setList(own)}
            >
              {LISTS[own]}
            </button>
          ))}
        </div>
        <select aria-label="违法行为" value={offence} onChange={({ target }) => setOffence(target.value)}>
          <option value="">全部违法行为</option>
          {Object.entries(OFFENCES).map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </div>
      {!data && (error === undefined ? <Waiting lines={4} /> : <Trouble error={error} onAgain={reload} />)}
      {data?.items.length === 0 && <Nothing title="没有这样的规定">法制审核人员提出、局领导批准后启用。</Nothing>}
      <ul className="record-rows" aria-label={LISTS[list]}>
        {data?.items.map((item) => (
          <li key={item.id}>
            <button
              type="button"
              className="law-row"
              onClick={() => onChoose(list === 'exemptions' ? 'exemptions' : 'law', item.id)}
              data-testid="law-row"
            >
              {'article' in item ? <BasisRow item={item} /> : <RuleRow item={item} />}
              <span className="row wrap">
                <Badge tone={TONES[item.status] ?? 'plain'}>{STATES[item.status] ?? item.status}</Badge>
                <span className="hint">{daysWords(item)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

const BasisRow = ({ item }: { item: LawAnswer['items'][number] }) => (
  <>
    <strong>{OFFENCES[item.offence]}</strong>
    <span>
      《{item.law}》{item.article}
      {item.paragraph}
      {item.item}
    </span>
    <span className="hint">罚款 {rangeWords(item.range)}</span>
  </>
);

const RuleRow = ({ item }: { item: ListedRule }) => (
  <>
    <strong>{item.title}</strong>
    <span>{OFFENCES[item.offence]}</span>
    <span className="hint">
      {item.kind === 'MINOR' ? '轻微不罚' : '首违不罚'} · {item.conditions.join('；')}
    </span>
  </>
);
