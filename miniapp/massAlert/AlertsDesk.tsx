import { Button } from 'antd';
import { useLocation } from 'wouter';
import { type Me, type RecordAnswer } from '../answers';
import { OfferedButtons } from '../desk/OfferedButtons';
import { StepModal } from '../desk/StepModal';
import { History } from '../record/History';
import { Messages } from '../record/Messages';
import { StaleNotice } from '../record/StaleNotice';
import { useTaps } from '../record/useTaps';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { useDocument } from '../useDocument';
import { AlertList } from './AlertList';
import { AnswerCard } from './AnswerCard';
import { Board } from './Board';
import { Compose } from './Compose';
import { openedFirst } from './openedFirst';
import { useAlert } from './useAlert';
import './massAlert.css';

/** 通知 at the desk: every alert on the left; what is being written, or how far its roll call is, beside it. */
export function AlertsDesk({ me, id, step }: { me: Me; id: string | undefined; step: string | undefined }) {
  const [, go] = useLocation();
  const isWriting = id === 'new' || step === 'revise';
  return (
    <div className="alert-desk">
      <aside aria-label="通知列表">
        {me.may.composeAlert && (
          <Button type="primary" size="large" block onClick={() => go('/alerts/new')} data-testid="compose">
            写紧急通知
          </Button>
        )}
        <AlertList chosen={id} />
      </aside>
      <main aria-label="通知详情">
        {id && isWriting && (
          <Compose key={id} me={me} id={id === 'new' ? null : id} onDone={(done) => go(`/alerts/${done}`)} />
        )}
        {id && !isWriting && <OneAlert key={id} id={id} step={step} />}
        {!id && <Nothing title="请从左边选一个通知">或点“写紧急通知”：选范围、看名单，再发出。</Nothing>}
      </main>
    </div>
  );
}

function OneAlert({ id, step }: { id: string; step: string | undefined }) {
  const own = useAlert(id);
  const { data, act } = useDocument<RecordAnswer>('alerts', id);
  const [, go] = useLocation();
  const home = `/alerts/${encodeURIComponent(id)}`;
  const take = async (...command: Parameters<typeof act>) => {
    const outcome = await act(...command);
    own.reload();
    return outcome;
  };
  const { busy, tap } = useTaps(
    (name) => go(`${home}/${name}`),
    (name, label) => take(name, label, {}, {}),
  );
  if (!own.data || !data)
    return own.error === undefined ? <Waiting /> : <Trouble error={own.error} onAgain={own.reload} />;
  const { alert, mine, board } = own.data;
  const asked = data.offered.find((offered) => offered.step === step);
  return (
    <>
      <div className="desk-actions" role="toolbar" aria-label="可以办理的事">
        <OfferedButtons offered={data.offered.map(openedFirst)} busy={busy} onTap={(offered) => void tap(offered)} />
      </div>
      {own.stale && <StaleNotice error={own.error} />}
      <div className="alert-desk-one">
        <div>
          {board && alert.status !== 'draft' && (
            <Board id={id} isOpen={alert.status === 'sent'} mayEnter={alert.status !== 'cancelled'} />
          )}
        </div>
        <div>
          <AnswerCard order={alert} mine={mine} onAnswer={own.answer} />
          <History items={data.history} />
          <Messages messages={data.messages} assignments={data.assignments} />
        </div>
      </div>
      {asked && (
        <StepModal
          key={asked.step}
          offered={asked}
          record={{ id, address: 'alerts', no: data.record.number }}
          onSend={(input, values) => take(asked.step, `${asked.label} ${data.record.number}`, input, values)}
          onClose={() => go(home, { replace: true })}
        />
      )}
    </>
  );
}
