import { SIDES } from '../../models/discretion/discretion.schema';
import { GRADES, type Grade } from '../../models/law/law.schema';
import { yuan } from '../../models/law/law.words';
import { Chosen } from '../form/Chosen';
import { type OneAct } from './answers';
import { type Filled, type SideAmount } from './assessing';

/** Both laws side by side with what they come to; one is chosen, with a reason. */
export function LawSides({
  one,
  sides,
  filled,
  onChange,
  onGrade,
}: {
  one: OneAct;
  sides: readonly SideAmount[];
  filled: Filled;
  onChange: (change: Partial<Filled>) => void;
  onGrade: (grade: Grade) => void;
}) {
  const { law, grades, grade } = one;
  if (!law) return null;
  const only = law.lighter === 'ONLY';
  const when = law.sides.find(({ seriousWhen }) => seriousWhen)?.seriousWhen;
  return (
    <section className="card" aria-label="适用法律">
      <h2>适用法律</h2>
      {grades.length > 1 && (
        <Chosen
          label="情形"
          options={grades.map((value) => [value, GRADES[value]] as const)}
          value={grade}
          onChoose={(value) => onGrade(value as Grade)}
        />
      )}
      {grade === 'SERIOUS' && when && <p className="hint">加重情形：{when}</p>}
      <div className={only ? 'assess-laws only' : 'assess-laws'} role="radiogroup" aria-label="选择适用的法律">
        {law.sides.map(({ side, cited, text, range }) => {
          const amount = sides.find((other) => other.side === side);
          const isChosen = only || filled.chosen === side;
          return (
            <button
              key={side}
              type="button"
              role="radio"
              aria-checked={isChosen}
              className="assess-law"
              title={text}
              onClick={() => onChange({ chosen: only ? 'ONLY' : side })}
            >
              <span className="hint">{only ? '行为时和现在相同' : SIDES[side]}</span>
              <span>{cited}</span>
              <span className="hint">
                {yuan(range.minFen)} 至 {yuan(range.maxFen)}
              </span>
              <strong>{amount ? yuan(amount.fen) : '—'}</strong>
              {!only && law.lighter === side && <span className="badge badge-good">较轻</span>}
            </button>
          );
        })}
      </div>
      <details>
        <summary>怎样比较的</summary>
        <ul className="assess-explain">
          {law.explain.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </details>
      {!only && (
        <>
          {filled.chosen !== '' && filled.chosen !== law.lighter && (
            <p className="notice">比较结果是{SIDES[law.lighter]}较轻；选另一部的，请写清理由。</p>
          )}
          <label className="assess-reason">
            选择的理由
            <textarea
              rows={2}
              maxLength={500}
              value={filled.chosenReason}
              onChange={({ target }) => onChange({ chosenReason: target.value })}
            />
          </label>
        </>
      )}
    </section>
  );
}
