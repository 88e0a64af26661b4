import { useId, useRef, useState } from 'react';
import { type Form } from '../../models/core/form';
import { FormFields } from '../form/FormFields';
import { PhoneField } from '../form/PhoneField';
import { useFirstFault } from '../form/StepSheet';
import { faults as faultsIn, inputOf, type Values } from '../form/values';
import { type SheetProps } from '../record/extras';
import { Sheet } from '../shell/Sheet';
import { Waiting } from '../shell/States';
import { toast } from '../shell/toast';
import { formOf } from '../useDocument';
import { type DraftState, useDraft } from '../useDraft';
import { type ExecutionAnswer } from './ExecutionCard';
import './execution.css';
import { dayIn, MOST_SHARES, rowsIn, sharesOf, sumOf, yuanIn, yuanOf } from './shares';

type Faults = Record<string, string>;
const FORM: Form = [
  { name: 'reason', label: '延期或者分期缴纳的理由', kind: 'textarea', required: true, maxLength: 1_000 },
  { name: 'photos', label: '申请书和经济困难的证明', kind: 'photos', required: true },
];

/** 记录延期、分期申请: the shares that the party asks for, in rows of day and yuan, together what is owed still. */
export function InstalmentSheet({ offered: { step, label }, answer: { record, extra }, onSend, onClose }: SheetProps) {
  const { execution } = extra as { execution?: ExecutionAnswer | null };
  const openFen = execution?.money?.openFen ?? 0;
  const draft = useDraft(formOf(record.path, record.id, step), {});
  const [state, setState] = useState<{ busy: boolean; faults: Faults }>({ busy: false, faults: {} });
  const isSending = useRef(false);
  const id = useId();
  useFirstFault(state.faults);

  async function submit() {
    if (isSending.current) return;
    const { shares, faults } = sharesOf(draft.values, openFen);
    const found = { ...faultsIn(FORM, draft.values), ...faults };
    setState({ busy: false, faults: found });
    if (Object.keys(found).length > 0) return;
    isSending.current = true;
    setState({ busy: true, faults: {} });
    try {
      draft.release();
      const outcome = await onSend({ ...inputOf(FORM, draft.values), shares }, draft.values);
      if ('refused' in outcome) return setState({ busy: false, faults: { '': outcome.refused.message } });
      toast('sent' in outcome ? `${label}：已提交` : '已保存在本机，有网络后自动发送');
      onClose();
    } catch {
      setState({ busy: false, faults: { '': '手机空间不够，没有存下来，请清理后再试。' } });
    } finally {
      isSending.current = false;
    }
  }
  const form = { ...draft, ...state, submit };
  return (
    <Sheet
      title={label}
      onClose={onClose}
      testId={`sheet-${step}`}
      footer={
        <>
          {state.faults[''] && (
            <p className="fault" role="alert" data-testid="refusal">
              {state.faults['']}
            </p>
          )}
          <button
            type="button"
            className="button big primary"
            data-testid="submit-step"
            disabled={state.busy || !draft.ready}
            onClick={() => void submit()}
          >
            {state.busy ? '正在提交…' : '提交'}
          </button>
        </>
      }
    >
      {draft.ready ? <Shares draft={draft} openFen={openFen} faults={state.faults} id={id} /> : <Waiting lines={1} />}
      <FormFields
        Field={PhoneField}
        form={FORM}
        state={form}
        id={id}
        record={{ id: record.id, address: record.path }}
      />
    </Sheet>
  );
}

/** One row per share, and how far their sum is from what is owed. */
function Shares({
  draft: { values, change },
  openFen,
  faults,
  id,
}: {
  draft: Pick<DraftState, 'change'> & { values: Values };
  openFen: number;
  faults: Faults;
  id: string;
}) {
  const rows = rowsIn(values);
  const left = openFen - sumOf(values);
  return (
    <div className="field" role="group" aria-labelledby={`${id}-shares`} data-testid="field-shares">
      <span className="field-label" id={`${id}-shares`}>
        缴款安排（尚未缴纳 {yuanOf(openFen)} 元）
      </span>
      {Array.from({ length: rows }, (_, n) => (
        <div key={n} data-testid={`field-share${n}`}>
          <div className="share-row">
            <input
              type="date"
              aria-label={`第${n + 1}期日期`}
              data-testid={`share-day-${n}`}
              value={dayIn(values, n)}
              onChange={({ target }) => change(`day${n}`, target.value)}
            />
            <input
              type="text"
              inputMode="decimal"
              maxLength={15}
              placeholder="金额（元）"
              aria-label={`第${n + 1}期金额（元）`}
              data-testid={`share-yuan-${n}`}
              value={yuanIn(values, n)}
              onChange={({ target }) => change(`yuan${n}`, target.value)}
            />
          </div>
          {faults[`share${n}`] && (
            <p className="fault" role="alert">
              {faults[`share${n}`]}
            </p>
          )}
        </div>
      ))}
      <p className="hint" data-testid="shares-left">
        {left === 0
          ? '各期合计与欠款一致。'
          : left > 0
            ? `还有 ${yuanOf(left)} 元没有安排。`
            : `多了 ${yuanOf(-left)} 元。`}
      </p>
      {faults['shares'] && left !== 0 && (
        <p className="fault" role="alert">
          {faults['shares']}
        </p>
      )}
      <div className="row">
        <button
          type="button"
          className="button"
          data-testid="add-share"
          disabled={rows >= MOST_SHARES}
          onClick={() => change('rows', rows + 1)}
        >
          再加一期
        </button>
        <button type="button" className="button" disabled={rows <= 1} onClick={() => change('rows', rows - 1)}>
          去掉最后一期
        </button>
      </div>
    </div>
  );
}
