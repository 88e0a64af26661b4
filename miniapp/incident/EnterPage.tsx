import { useLocation } from 'wouter';
import { enterForm } from '../../models/incident/incident.form';
import { FormFields, FormRefusal } from '../form/FormFields';
import { PhoneField } from '../form/PhoneField';
import { useFirstFault } from '../form/StepSheet';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Waiting } from '../shell/States';
import { useNewIncident } from './useNewIncident';

/** 登记事件 on the phone. */
export function EnterPage() {
  const [, go] = useLocation();
  const { id, state } = useNewIncident((done) => go(done ? `/incidents/${done}` : '/incidents', { replace: true }));
  useFirstFault(state.faults);
  if (!state.ready) return <Waiting />;
  return (
    <Page title="登记事件" back={goBack}>
      <form
        className="card"
        onSubmit={(event) => {
          event.preventDefault();
          void state.submit();
        }}
      >
        <FormFields Field={PhoneField} form={enterForm} state={state} id="incident-" record={{ id }} />
        <FormRefusal state={state} />
        <button type="submit" className="button big primary" data-testid="submit-step" disabled={state.busy}>
          {state.busy ? '正在提交…' : '登记'}
        </button>
      </form>
    </Page>
  );
}
