import { useMemo, useState } from 'react';
import { outlierOf } from '../../models/discretion/neighbours';
import { type Grade } from '../../models/law/law.schema';
import { yuan } from '../../models/law/law.words';
import { toast } from '../shell/toast';
import { send } from '../send';
import { useDraft } from '../useDraft';
import { useRemote } from '../useRemote';
import { useSettled } from './useSettled';
import { Adjustments } from './Adjustments';
import { type AssessAnswer, type NeighboursAnswer, type OneAct } from './answers';
import { amountsOf, chosenAmount, type Filled, inputOf, missingOf, startOf, stepsOf } from './assessing';
import { Breakdown } from './Breakdown';
import { FactorCard } from './FactorCard';
import { LawSides } from './LawSides';
import { Neighbours } from './Neighbours';
import './discretion.css';

interface Props {
  record: AssessAnswer['record'];
  one: OneAct;
  onGrade: (grade: Grade) => void;
  onSaved: () => void;
}

/** What was typed on an earlier visit, as long as it still fits the table. */
function restored(kept: unknown, start: Filled): Filled {
  if (typeof kept !== 'string') return start;
  try {
    const found = JSON.parse(kept) as Filled;
    const codes = Object.keys(start.factors);
    const fits = codes.length === Object.keys(found.factors).length && codes.every((code) => found.factors[code]);
    if (!fits) return start;
    const sameLaws = (found.chosen === 'ONLY') === (start.chosen === 'ONLY');
    return sameLaws ? found : { ...found, chosen: start.chosen, chosenReason: start.chosenReason };
  } catch {
    return start;
  }
}

/** The discretion of one act under one norm: filled in, computed as one types, saved with reasons. */
export function AssessForm(props: Props) {
  const { record, one } = props;
  const form = `penalties/${record.id}/assess:${one.act}:${one.offence}`;
  const draft = useDraft(form, {});
  const start = useMemo(() => startOf(one), [one]);
  if (!draft.ready || !one.table) return null;
  const filled = restored(draft.values['filled'], start);
  return (
    <Fields
      {...props}
      table={one.table}
      form={form}
      filled={filled}
      onChange={(change) => draft.change('filled', JSON.stringify({ ...filled, ...change }))}
      onSend={draft.release}
    />
  );
}

const RECORDS: Readonly<Record<string, string>> = { TIMES: 'penalty:', COMPLAINTS: 'petition:' };
/** Files of the case prove anything, a record only what it was searched for. */
const proofsFor = (filledBy: string, proofs: OneAct['proofs']) =>
  proofs.filter(({ kind, ref }) => kind !== 'record' || ref.startsWith(RECORDS[filledBy] ?? '–'));

function Fields({
  record,
  one,
  table,
  form,
  filled,
  onChange,
  onGrade,
  onSaved,
  onSend,
}: Props & {
  table: NonNullable<OneAct['table']>;
  form: string;
  filled: Filled;
  onChange: (change: Partial<Filled>) => void;
  /** Stop saving: the command takes over what was typed. */
  onSend: () => void;
}) {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState('');
  const { sides, fault } = amountsOf(one, filled);
  const amount = chosenAmount(sides, filled.chosen);
  const steps = useSettled(stepsOf(filled), 400);
  const near = useRemote<NeighboursAnswer>(
    `/api/penalties/${encodeURIComponent(record.id)}/neighbours?offence=${one.offence}&steps=${steps}`,
    () => false,
  );
  const warning =
    amount && near.data ? outlierOf(near.data.neighbours, amount.range, amount.fen, near.data.outlierShare) : null;
  const missing = missingOf(one, filled, warning);

  async function save() {
    setBusy(true);
    setRefusal('');
    onSend();
    const outcome = await send({
      ...{
        lane: record.id,
        step: 'assess',
        title: `裁量 ${record.number}`,
        form,
        values: { filled: JSON.stringify(filled) },
      },
      ...{ input: inputOf(one, filled, warning), page: `/penalties/${record.id}/assess` },
      path: `/api/penalties/${encodeURIComponent(record.id)}/assess`,
    });
    setBusy(false);
    if ('refused' in outcome) return setRefusal(outcome.refused.message);
    toast('sent' in outcome ? '裁量已保存' : '已保存在本机，有网络后自动提交');
    if ('sent' in outcome) onSaved();
  }

  const shown = amount ?? sides.find(({ side }) => side === one.law?.lighter) ?? sides[0];
  return (
    <>
      <LawSides one={one} sides={sides} filled={filled} onChange={onChange} onGrade={onGrade} />
      <p className="hint assess-table">
        裁量表：{table.name}（{table.code} 第{table.edition}版）
        {table.illustrative && <strong className="fault"> 示例数值，正式裁量表由法制机构载入。</strong>}
      </p>
      {table.factors.map((factor) => {
        const answer = filled.factors[factor.code];
        return (
          answer && (
            <FactorCard
              key={factor.code}
              factor={factor}
              isLevels={table.kind === 'LEVEL_AVG'}
              answer={answer}
              fen={shown?.lines.find(({ kind, code }) => kind === 'FACTOR' && code === factor.code)?.fen}
              proofs={proofsFor(factor.filledBy, one.proofs)}
              searched={factor.filledBy === 'TIMES' ? one.searched.earlier : one.searched.complaints}
              onChange={(changed) => onChange({ factors: { ...filled.factors, [factor.code]: changed } })}
            />
          )
        );
      })}
      <Adjustments
        adjustments={filled.adjustments}
        bounds={one.bounds}
        proofs={one.proofs.filter(({ kind }) => kind !== 'record')}
        onChange={(adjustments) => onChange({ adjustments })}
      />
      <section className="card" aria-label="没收违法所得">
        <h2>没收违法所得</h2>
        <label className="assess-value">
          <span className="hint">另行计算，不计入罚款</span>
          <input
            inputMode="decimal"
            aria-label="没收违法所得（元）"
            placeholder="没有则不填"
            value={filled.confiscationYuan}
            onChange={({ target }) => onChange({ confiscationYuan: target.value })}
          />
          元
        </label>
      </section>
      {shown && <Breakdown amount={shown} />}
      <Neighbours
        answer={near.data}
        stale={near.error !== undefined}
        warning={warning}
        reason={filled.outlierReason}
        onReason={(outlierReason) => onChange({ outlierReason })}
      />
      {missing.length > 0 && !fault && <p className="hint">还差：{missing.join('、')}。</p>}
      <div className="action-bar assess-bar">
        <div className="assess-amount" aria-live="polite">
          {fault || refusal ? (
            <span className="fault" role="alert">
              {fault || refusal}
            </span>
          ) : (
            <>
              <span className="hint">{amount ? '罚款' : '请选择适用的法律'}</span>
              <strong data-testid="assess-amount">{amount ? yuan(amount.fen) : '—'}</strong>
            </>
          )}
        </div>
        <button
          type="button"
          className="button big primary"
          data-testid="save-assessment"
          disabled={busy || missing.length > 0 || fault !== ''}
          onClick={() => void save()}
        >
          {busy ? '正在保存…' : '保存'}
        </button>
      </div>
    </>
  );
}
