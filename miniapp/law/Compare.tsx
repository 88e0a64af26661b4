import { type ReactNode, useState } from 'react';
import { OFFENCES, type Offence } from '../../models/law/law.schema';
import { yuan } from '../../models/law/law.words';
import { request } from '../api';
import { Badge } from '../shell/Badge';
import { sentenceOf } from '../wire';
import { type CompareAnswer, type LimitationAnswer } from './answers';
import '../inspection/inspection.css';
import './law.css';

interface Found {
  compared: CompareAnswer;
  limit: LimitationAnswer;
}
const MONEY: Partial<Record<Offence, 'investmentYuan' | 'disposalCostYuan'>> = {
  ...{ eiaReport: 'investmentYuan', eiaForm: 'investmentYuan', solidDumping: 'disposalCostYuan' },
  ...{ hazardousDumping: 'disposalCostYuan', hazardousUnlicensed: 'disposalCostYuan' },
};

/** 从旧兼从轻 and 追责时效 for one act: both laws side by side, and why. It computes; a person chooses. */
export function Compare() {
  const [asked, setAsked] = useState({
    ...{ offence: 'eiaForm' as Offence, actOn: '', endedOn: '', amount: '', discoveredOn: '', harm: false },
  });
  const [found, setFound] = useState<Found>();
  const [refusal, setRefusal] = useState('');
  const set = (change: Partial<typeof asked>) => setAsked((before) => ({ ...before, ...change }));
  const money = MONEY[asked.offence];

  async function compute() {
    setRefusal('');
    const { offence, actOn, endedOn, amount, discoveredOn, harm } = asked;
    const days = { actOn, ...(endedOn ? { endedOn } : {}) };
    const compare = new URLSearchParams({ offence, ...days, ...(money && amount ? { [money]: amount } : {}) });
    const limitation = new URLSearchParams({
      ...{ ...days, harm: harm ? '1' : '0' },
      ...(discoveredOn ? { discoveredOn } : {}),
    });
    try {
      const [compared, limit] = await Promise.all([
        request<CompareAnswer>(`/api/law/compare?${compare.toString()}`),
        request<LimitationAnswer>(`/api/law/limitation?${limitation.toString()}`),
      ]);
      setFound({ compared, limit });
    } catch (error) {
      setFound(undefined);
      setRefusal(sentenceOf(error));
    }
  }

  return (
    <>
      <form
        className="card registry-form"
        aria-label="从旧兼从轻"
        onSubmit={(event) => {
          event.preventDefault();
          void compute();
        }}
      >
        <label>
          违法行为
          <select value={asked.offence} onChange={({ target }) => set({ offence: target.value as Offence })}>
            {Object.entries(OFFENCES).map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <Day label="行为日期" value={asked.actOn} onChange={(actOn) => set({ actOn })} />
        <Day label="终了日期（持续的行为才填）" value={asked.endedOn} onChange={(endedOn) => set({ endedOn })} />
        <Day label="发现日期（可不填）" value={asked.discoveredOn} onChange={(discoveredOn) => set({ discoveredOn })} />
        {money && (
          <label>
            {money === 'investmentYuan' ? '项目总投资额（元）' : '所需处置费用（元）'}
            <input inputMode="decimal" value={asked.amount} onChange={({ target }) => set({ amount: target.value })} />
          </label>
        )}
        <label className="law-check">
          <input type="checkbox" checked={asked.harm} onChange={({ target }) => set({ harm: target.checked })} />
          造成污染或者生态破坏等危害后果
        </label>
        {refusal && (
          <p className="fault" role="alert">
            {refusal}
          </p>
        )}
        <button type="submit" className="button big primary" disabled={!asked.actOn} data-testid="compare-laws">
          并列计算
        </button>
      </form>
      {found && <Result {...found} />}
    </>
  );
}

const Day = (props: { label: string; value: string; onChange: (day: string) => void }) => (
  <label>
    {props.label}
    <input type="date" value={props.value} onChange={({ target }) => props.onChange(target.value)} />
  </label>
);

function Result({ compared, limit }: Found) {
  const { old, new: now, lighter, explain, breakEvenFen } = compared;
  return (
    <>
      <section className="card" aria-label="新旧法律" data-testid="compared">
        <h2>新旧法律并列</h2>
        <div className="law-sides">
          <Side label="行为时" side={old} lighter={lighter === 'OLD'} />
          <Side label="现行" side={now} lighter={lighter === 'NEW'} />
        </div>
        <ol className="law-explain">
          {explain.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ol>
        {breakEvenFen !== null && <p className="hint">总投资额 {yuan(breakEvenFen)} 时两部法律的上限相同。</p>}
        <p className="hint">系统只作比较，适用哪一部由承办人选择并说明理由。</p>
      </section>
      <section className="card" aria-label="追责时效">
        <h2>追责时效</h2>
        <ol className="law-explain">
          {limit.explain.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ol>
      </section>
    </>
  );
}

function Side({ label, side, lighter }: { label: string; side: CompareAnswer['old']; lighter: boolean }): ReactNode {
  if (!side)
    return (
      <div className="law-side">
        <span className="hint">{label}</span>
        <strong>没有规定</strong>
      </div>
    );
  const { basis, range } = side;
  return (
    <div className={lighter ? 'law-side lighter' : 'law-side'}>
      <span className="row wrap">
        <span className="hint">{label}</span>
        {lighter && <Badge tone="good">较轻</Badge>}
      </span>
      <strong>
        《{basis.law}》{basis.article}
        {basis.paragraph}
        {basis.item}
      </strong>
      <span>
        {yuan(range.minFen)} 至 {yuan(range.maxFen)}
      </span>
    </div>
  );
}
