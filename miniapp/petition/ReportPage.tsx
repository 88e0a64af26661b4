import { useState } from 'react';
import { Link } from 'wouter';
import { reportForm } from '../../models/petition/petition.form';
import { type ChangedPetition } from '../answers';
import { FormFields, FormRefusal } from '../form/FormFields';
import { PhoneField } from '../form/PhoneField';
import { useFirstFault } from '../form/StepSheet';
import { AlertBanner } from '../massAlert/WaitingAlerts';
import { type Outcome } from '../offline/courier';
import { Page } from '../shell/Page';
import { Waiting } from '../shell/States';
import { ReportDone } from './ReportDone';
import { useNewPetition } from './useNewPetition';

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
  const { id, state } = useNewPetition(
    { step: 'report', form: reportForm, path: '/api/petitions', title: '随手报' },
    onDone,
  );
  useFirstFault(state.faults);
  if (!state.ready) return <Waiting />;
  return (
    <Page title="随手报">
      <AlertBanner />
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
        <FormFields Field={PhoneField} form={reportForm} state={state} id="report-" record={{ id }} />
        <FormRefusal state={state} />
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
