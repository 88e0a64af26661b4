import { useLocation, useParams } from 'wouter';
import { type Me, type RecordAnswer } from '../answers';
import { StepSheet } from '../form/StepSheet';
import { ActionBar } from '../record/ActionBar';
import { History } from '../record/History';
import { Messages } from '../record/Messages';
import { StaleNotice } from '../record/StaleNotice';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Trouble, Waiting } from '../shell/States';
import { useDocument } from '../useDocument';
import { AnswerCard } from './AnswerCard';
import { Board } from './Board';
import { Compose } from './Compose';
import { openedFirst } from './openedFirst';
import { useAlert } from './useAlert';
import './massAlert.css';

/** `/alerts/new`, `/alerts/:id/revise` and one alert: for whoever was told the order and their answer, for whoever commands the board. */
export function AlertPage({ me }: { me: Me }) {
  const { id = '', step } = useParams<{ id: string; step?: string }>();
  const [, go] = useLocation();
  const isNew = id === 'new';
  if (!isNew && step !== 'revise') return <OneAlert key={id} id={id} step={step} />;
  return (
    <Page title={isNew ? '写紧急通知' : '修改通知'} back={goBack}>
      <Compose key={id} me={me} id={isNew ? null : id} onDone={(done) => go(`/alerts/${done}`, { replace: true })} />
    </Page>
  );
}

function OneAlert({ id, step }: { id: string; step: string | undefined }) {
  const { data, error, stale, reload, answer } = useAlert(id);
  if (!data)
    return (
      <Page title="紧急通知" back={goBack}>
        {error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />}
      </Page>
    );
  const { alert, mine, board, record } = data;
  return (
    <Page title={alert.drill ? '紧急通知【演练】' : '紧急通知'} back={goBack}>
      {stale && <StaleNotice error={error} />}
      <AnswerCard order={alert} mine={mine} onAnswer={answer} />
      {board && alert.status !== 'draft' && (
        <Board id={id} isOpen={alert.status === 'sent'} mayEnter={alert.status !== 'cancelled'} />
      )}
      {record && <Commands id={id} step={step} onDone={reload} />}
    </Page>
  );
}

/** What this person can do with the alert itself, and its history. */
function Commands({ id, step, onDone }: { id: string; step: string | undefined; onDone: () => void }) {
  const { data, act } = useDocument<RecordAnswer>('alerts', id);
  const [, go] = useLocation();
  const home = `/alerts/${encodeURIComponent(id)}`;
  if (!data) return null;
  const asked = data.offered.find((offered) => offered.step === step);
  const take = async (...command: Parameters<typeof act>) => {
    const outcome = await act(...command);
    onDone();
    return outcome;
  };
  return (
    <>
      <History items={data.history} />
      <Messages messages={data.messages} assignments={data.assignments} />
      <ActionBar
        id={id}
        offered={data.offered.map(openedFirst)}
        onOpen={(name) => go(`${home}/${name}`)}
        onSend={(name, label) => take(name, label, {}, {})}
      />
      {asked && (
        <StepSheet
          key={asked.step}
          offered={asked}
          record={{ id, address: 'alerts' }}
          onSend={(input, values) => take(asked.step, `${asked.label} ${data.record.number}`, input, values)}
          onClose={() => go(home, { replace: true })}
        />
      )}
    </>
  );
}
