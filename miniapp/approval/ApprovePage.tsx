import { useEffect, useId, useState } from 'react';
import { useLocation, useParams } from 'wouter';
import { FormFields, FormRefusal } from '../form/FormFields';
import { PhoneField } from '../form/PhoneField';
import { StepSheet } from '../form/StepSheet';
import { useStepForm } from '../form/useStepForm';
import { type Outcome } from '../offline/courier';
import { unsentList } from '../offline/unsent';
import { send } from '../send';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Trouble, Waiting } from '../shell/States';
import { toast } from '../shell/toast';
import { formOf } from '../useDocument';
import { useNotice } from '../useNotice';
import { useNow } from '../useNow';
import { type ApprovalAnswer, isProved } from './answers';
import { PartCard } from './Parts';
import { PinSheet } from './PinSheet';
import { useApproval } from './useApproval';
import './approval.css';

/** 审批: everything that is approved on one screen, the two answers at the thumb. */
export function ApprovePage() {
  const { path = '', id = '', step = '' } = useParams<{ path: string; id: string; step: string }>();
  return <Approval key={`${path}/${id}/${step}`} path={path} id={id} step={step} />;
}

function Approval({ path, id, step }: { path: string; id: string; step: string }) {
  const approval = useApproval(path, id, step);
  const { data, error, reload, lender, setLender } = approval;
  useEffect(() => {
    // Whoever may not approve themselves does so for the one who lent them the right.
    const [first] = data?.lenders ?? [];
    if (data && !data.own && !lender && first) setLender(first.id);
  }, [data, lender, setLender]);
  if (!data)
    return (
      <Page title="审批" back={goBack}>
        {error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />}
      </Page>
    );
  const { view, lenders, own } = data;
  return (
    <Page title={view.label} back={goBack}>
      <p className="row wrap">
        <b>{view.no}</b>
        <span className="hint">{view.title}</span>
        {view.deadline && <span className="push hint">{view.deadline} 前</span>}
      </p>
      {lenders.length > 0 && (
        <label className="row">
          审批人
          <select
            value={lender ?? ''}
            data-testid="on-behalf"
            onChange={({ target }) => setLender(target.value || undefined)}
          >
            {own && <option value="">本人</option>}
            {lenders.map((one) => (
              <option key={one.id} value={one.id}>
                代 {one.name}
              </option>
            ))}
          </select>
        </label>
      )}
      {approval.parts.map((part) => (
        <PartCard
          key={part.id}
          part={part}
          state={approval.stateOf(part)}
          isRequired={data.required.includes(part.id)}
          onOpen={() => approval.open(part)}
        />
      ))}
      <Answering path={path} id={id} step={step} data={data} approval={approval} />
    </Page>
  );
}

type ApprovalState = ReturnType<typeof useApproval>;

function Answering({
  path,
  id,
  step,
  data,
  approval,
}: {
  path: string;
  id: string;
  step: string;
  data: ApprovalAnswer;
  approval: ApprovalState;
}) {
  const [, go] = useLocation();
  const now = useNow(10_000);
  const [asks, setAsks] = useState<'pin' | 'back' | null>(null);
  const fieldId = useId();
  const record = { id, address: path };
  const { view, form, refusal, back } = data;
  const { missing, reload } = approval;
  const isWaiting = useNotice(unsentList).some((row) => row.lane === id && row.step === step && !row.refusal);
  const state = useStepForm(
    formOf(path, id, step),
    form,
    record,
    async (input, values) => {
      const outcome = await approval.approve(view.label, input, values);
      if ('refused' in outcome) answered(outcome);
      return outcome;
    },
    (outcome) => {
      if (!('sent' in outcome)) return toast('已保存在本机，有网络后自动发送，只发一次');
      toast(`${view.label}：已完成`);
      go('/approvals', { replace: true });
    },
  );
  /** What the refusal asks for is put before the person: the PIN, or the page as it is now. */
  function answered(outcome: Outcome) {
    if (!('refused' in outcome)) return;
    if (outcome.refused.code === 'SECOND_FACTOR') setAsks('pin');
    reload();
  }
  const agree = () => (isProved(data.factor, now) ? void state.submit() : setAsks('pin'));
  const giveBack = (input: Record<string, unknown>, values: Parameters<typeof send>[0]['values']) =>
    send({
      ...{ lane: id, step: back?.step ?? '', path: `/api/${path}/${encodeURIComponent(id)}/${back?.step ?? ''}` },
      ...{ title: `${back?.label ?? ''} ${view.no}`, input, values, form: formOf(path, id, back?.step ?? '') },
      page: `/${path}/${id}/${back?.step ?? ''}`,
    });

  return (
    <>
      {form.length > 0 && !refusal && (
        <section className="card">
          <h2>您的意见</h2>
          <FormFields Field={PhoneField} form={form} state={state} id={fieldId} record={record} />
        </section>
      )}
      <div className="action-bar approval-bar" role="toolbar" aria-label="审批">
        <FormRefusal state={state} />
        {refusal && <p className="hint">{refusal}</p>}
        {!refusal && missing.length > 0 && (
          <p className="hint" data-testid="to-open">
            请先打开：{missing.map(({ label }) => label).join('、')}
          </p>
        )}
        <button
          type="button"
          className="button big"
          disabled={!back}
          data-testid="give-back"
          onClick={() => setAsks('back')}
        >
          {back?.label ?? '退回'}
        </button>
        <button
          type="button"
          className="button big primary"
          disabled={refusal !== null || missing.length > 0 || state.busy || isWaiting}
          data-testid="agree"
          onClick={agree}
        >
          {isWaiting ? '待发送' : state.busy ? '正在提交…' : (AGREE[step] ?? '同意')}
        </button>
      </div>
      {asks === 'pin' && (
        <PinSheet
          isSet={data.factor.set}
          onClose={() => setAsks(null)}
          onProved={() => {
            setAsks(null);
            reload();
            void state.submit();
          }}
        />
      )}
      {asks === 'back' && back && (
        <StepSheet
          offered={back}
          record={record}
          onSend={giveBack}
          onClose={() => {
            setAsks(null);
            reload();
          }}
        />
      )}
    </>
  );
}

/** Where 同意 would not say what is done. */
const AGREE: Readonly<Partial<Record<string, string>>> = {
  ...{ vote: '提交表决', confirmMinutes: '确认记录', refuseInstalment: '不同意分期', noPenalty: '不予处罚' },
};
