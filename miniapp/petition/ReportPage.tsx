import { useState } from 'react';
import { Link } from 'wouter';
import { reportForm } from '../../models/petition/petition.form';
import { type ChangedPetition } from '../answers';
import { PhoneField } from '../form/PhoneField';
import { useFirstFault } from '../form/StepSheet';
import { useStepForm } from '../form/useStepForm';
import { freshId } from '../freshId';
import { type Outcome } from '../offline/courier';
import { send } from '../send';
import { Page } from '../shell/Page';
import { Waiting } from '../shell/States';
import { ReportDone } from './ReportDone';

/** 随手报: see it, photograph it, say it. Sent once, kept if there is no network. */
export function ReportPage() {
  const [done, setDone] = useState<Outcome | null>(null);
  const [round, setRound] = useState(0);
  if (done)
    return (
      <ReportDone
        outcome={done as { sent: ChangedPetition } | { kept: true }}
        onNext={() => {
          setDone(null);
          setRound(round + 1);
        }}
      />
    );
  return <ReportForm key={round} onDone={setDone} />;
}

function ReportForm({ onDone }: { onDone: (outcome: Outcome) => void }) {
  const [id] = useState(freshId);
  const state = useStepForm(
    'report',
    reportForm,
    {},
    (input, values) =>
      send({
        lane: id,
        step: 'report',
        path: '/api/petitions',
        title: '随手报',
        input: { ...input, id },
        values,
        form: 'report',
        page: '/report',
      }),
    onDone,
  );
  useFirstFault(state.faults);
  if (!state.ready) return <Waiting />;
  return (
    <Page title="随手报">
      <p className="hint">看到污染，拍一张、说一句就行。打字不方便，可以点键盘上的话筒说话。</p>
      {state.found && (
        <p className="notice" role="status" data-testid="draft-found">
          上次填的内容已经找回。
          <button type="button" className="button quiet" onClick={() => state.clear()}>
            重新填
          </button>
        </p>
      )}
      <form
        className="card"
        onSubmit={(event) => {
          event.preventDefault();
          void state.submit();
        }}
      >
        {reportForm.map((field) => (
          <PhoneField
            key={field.name}
            field={field}
            id={`report-${field.name}`}
            values={state.values}
            change={state.change}
            fault={state.faults[field.name]}
            record={{ id }}
          />
        ))}
        {state.faults[''] && (
          <p className="fault" role="alert" data-testid="refusal">
            {state.faults['']}
          </p>
        )}
        <button type="submit" className="button big primary" data-testid="submit-step" disabled={state.busy}>
          {state.busy ? '正在提交…' : '提交'}
        </button>
        <p className="hint">您的姓名和电话加密保存，不会告诉被反映的单位。</p>
      </form>
      <Link href="/mine" className="button quiet">
        看看以前报的
      </Link>
    </Page>
  );
}
