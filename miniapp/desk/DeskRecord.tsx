import { useLocation } from 'wouter';
import { type RecordAnswer } from '../answers';
import { inBar, ownPage, ownSheet } from '../record/extras';
import { RecordStory } from '../record/RecordStory';
import { StaleNotice } from '../record/StaleNotice';
import { useTaps } from '../record/useTaps';
import { Trouble, Waiting } from '../shell/States';
import { useDocument } from '../useDocument';
import { OfferedButtons } from './OfferedButtons';
import { StepModal } from './StepModal';

/** Pages of approvals and of discretion are the phone's, on a wide screen as well. */
const openPhonePage = (address: string) => window.open(`/#${address}`, '_blank', 'noopener');

/** One record of any domain at the desk: the steps it offers on top, everything known beneath. */
export function DeskRecord({ path, id, step }: { path: string; id: string; step: string | undefined }) {
  const { data, error, stale, reload, act } = useDocument<RecordAnswer>(path, id);
  const [, go] = useLocation();
  const home = `/${path}/${encodeURIComponent(id)}`;
  const { busy, tap } = useTaps(
    (name) => go(`${home}/${name}`),
    (name, label) => act(name, label, {}, {}),
  );
  if (!data) return error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />;
  const asked = data.offered.find((one) => one.step === step && !one.approval && !ownSheet(path, one.step));
  return (
    <>
      <div className="desk-actions" role="toolbar" aria-label="可以办理的事">
        <OfferedButtons
          offered={inBar(data).filter((one) => !ownSheet(path, one.step) || ownPage(path, one.step))}
          busy={busy}
          onTap={(offered) => {
            if (offered.approval) openPhonePage(`${home}/approve/${offered.step}`);
            else if (ownPage(path, offered.step)) openPhonePage(`${home}/${offered.step}`);
            else void tap(offered);
          }}
        />
        {data.offered.length === 0 && <span className="hint">现在没有需要您办理的步骤。</span>}
      </div>
      {stale && <StaleNotice error={error} />}
      <div className="desk-story">
        <RecordStory answer={data} act={act} />
      </div>
      {asked && (
        <StepModal
          key={asked.step}
          offered={asked}
          record={{ id, address: path, no: data.record.number }}
          onSend={(input, values) => act(asked.step, `${asked.label} ${data.record.number}`, input, values)}
          onClose={() => go(home, { replace: true })}
        />
      )}
    </>
  );
}
