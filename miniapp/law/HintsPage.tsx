import { useState } from 'react';
import {
  CRIME_FACTS,
  type CrimeFact,
  type CrimeFacts,
  type CrimeHint,
  suggestCrimes,
} from '../../models/law/crimeHints';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Trouble, Waiting } from '../shell/States';
import { useRemote } from '../useRemote';
import '../inspection/inspection.css';
import './law.css';

/** 涉嫌犯罪提示: what is known of an act held against the thresholds. It only suggests. */
export function HintsPage() {
  const { data, error, reload } = useRemote<{ rules: CrimeHint[] }>(
    '/api/law/hints',
    ({ store }) => store === 'settings',
  );
  const [facts, setFacts] = useState<CrimeFacts>({});
  const found = data ? suggestCrimes(facts, data.rules) : [];
  const set = (name: CrimeFact, value: boolean | number | undefined) =>
    setFacts((before) => {
      const { [name]: _before, ...others } = before;
      return value === undefined ? others : { ...others, [name]: value };
    });
  return (
    <Page title="涉嫌犯罪提示" back={goBack}>
      {!data && (error === undefined ? <Waiting lines={4} /> : <Trouble error={error} onAgain={reload} />)}
      <section className="card registry-form" aria-label="已查明的情况">
        {(Object.keys(CRIME_FACTS) as CrimeFact[]).map((name) => (
          <FactField key={name} name={name} onChange={(value) => set(name, value)} />
        ))}
      </section>
      <section className="card" aria-live="polite" aria-label="提示" data-testid="crime-hints">
        <h2>{found.length > 0 ? '达到下列标准，请研究是否移送' : '没有达到标准的提示'}</h2>
        <ul className="law-explain">
          {found.map(({ code, text, source, because }) => (
            <li key={code}>
              <strong>{text}</strong>
              <div className="hint">
                {because.join('，')}。来源：{source}
              </div>
            </li>
          ))}
        </ul>
        <p className="hint">只作提示：没有填写的情况没有核对；是否移送由人决定，不得以罚代刑。</p>
      </section>
    </Page>
  );
}

function FactField({ name, onChange }: { name: CrimeFact; onChange: (value: boolean | number | undefined) => void }) {
  const fact = CRIME_FACTS[name];
  if (fact.kind === 'yesno')
    return (
      <label className="law-check">
        <input type="checkbox" onChange={({ target }) => onChange(target.checked || undefined)} />
        {fact.label}
      </label>
    );
  return (
    <label>
      {fact.label}（{fact.unit}）
      <input
        inputMode="decimal"
        onChange={({ target }) => onChange(target.value.trim() === '' ? undefined : Number(target.value))}
      />
    </label>
  );
}
