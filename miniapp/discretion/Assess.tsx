import { useState } from 'react';
import { type Grade, OFFENCES, type Offence } from '../../models/law/law.schema';
import { yuan } from '../../models/law/law.words';
import { StaleNotice } from '../record/StaleNotice';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { unsentList } from '../offline/unsent';
import { useNotice } from '../useNotice';
import { useRemote } from '../useRemote';
import { type AssessAnswer } from './answers';
import { AssessForm } from './AssessForm';
import { SheetWords } from './SheetWords';
import './discretion.css';

interface Asked {
  act?: string;
  offence?: Offence;
  grade?: Grade;
}

const addressOf = (id: string, asked: Asked): string => {
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value)).toString();
  return `/api/penalties/${encodeURIComponent(id)}/assess${query ? `?${query}` : ''}`;
};

/** 裁量 of a case, act by act; on the phone and at the desk. */
export function Assess({ id }: { id: string }) {
  const [asked, setAsked] = useState<Asked>({});
  const { data, error, stale, reload } = useRemote<AssessAnswer>(addressOf(id, asked), (change) => change.id === id);
  const waiting = useNotice(unsentList).some(({ lane, step, refusal }) => lane === id && step === 'assess' && !refusal);
  if (!data) return error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />;
  const { record, acts, one, may, totalFen } = data;
  return (
    <>
      {stale && <StaleNotice error={error} />}
      <p className="assess-head">
        {record.number} {record.party}
        <span className="hint"> {record.stateLabel}</span>
      </p>
      {acts.length === 0 && (
        <Nothing title="还没有写明违法行为">请先在案件里“写明违法行为”，每一项行为分别裁量。</Nothing>
      )}
      {one && acts.length > 0 && (
        <section className="card" aria-label="违法行为">
          <h2>
            违法行为<span className="assess-fen">合计 {yuan(totalFen)}</span>
          </h2>
          <div role="radiogroup" aria-label="选择违法行为" className="assess-steps">
            {acts.map(({ id: act, text, actOn, sheets }) => (
              <button
                key={act}
                type="button"
                role="radio"
                className="chip"
                aria-checked={act === one.act}
                onClick={() => setAsked({ act })}
              >
                <span>
                  {text}
                  <span className="hint"> {actOn}</span>
                </span>
                <span>{sheets.length > 0 ? yuan(Math.max(...sheets.map((sheet) => sheet.resultFen))) : '未裁量'}</span>
              </button>
            ))}
          </div>
          {may && (
            <details>
              <summary>同一行为还违反其他规定（从一重）</summary>
              <select
                aria-label="违反的规定"
                value={one.offence}
                onChange={({ target }) => setAsked({ act: one.act, offence: target.value as Offence })}
              >
                {Object.entries(OFFENCES).map(([value, text]) => (
                  <option key={value} value={value}>
                    {text}
                  </option>
                ))}
              </select>
              <p className="hint">每一条规定各裁量一次，同一行为按罚款数额最高的处罚。</p>
            </details>
          )}
        </section>
      )}
      {one?.refusal && (
        <p className="notice" role="alert">
          {one.refusal}
        </p>
      )}
      {one?.sheet && <SheetWords sheet={one.sheet} />}
      {one && !may && !one.sheet && (
        <Nothing title="这一项还没有裁量">调查期间由调查人员填写，审查期间由审查人员填写。</Nothing>
      )}
      {waiting && <Nothing title="裁量已保存在本机">有网络后自动提交，提交后这里会更新。</Nothing>}
      {one && may && !waiting && one.law && one.table && (
        <AssessForm
          key={`${one.act}:${one.offence}:${one.grade}:${one.sheet?.hash ?? ''}`}
          record={record}
          one={one}
          onGrade={(grade) => setAsked({ act: one.act, offence: one.offence, grade })}
          onSaved={() => {
            setAsked({ act: one.act, offence: one.offence });
            reload();
          }}
        />
      )}
    </>
  );
}
