import { useLocation } from 'wouter';
import { type PetitionAnswer } from '../answers';
import { PetitionStory } from '../petition/PetitionStory';
import { StaleNotice } from '../record/StaleNotice';
import { useTaps } from '../record/useTaps';
import { Trouble, Waiting } from '../shell/States';
import { useDocument } from '../useDocument';
import { IdentityReveal } from './IdentityReveal';
import { OfferedButtons } from './OfferedButtons';
import { Repeats } from './Repeats';
import { StepModal } from './StepModal';

/** One petition at the desk: the steps it offers on top, everything known beneath. */
export function DeskDetail({ id, step }: { id: string; step: string | undefined }) {
  const { data, error, stale, reload, act } = useDocument<PetitionAnswer>('petitions', id);
  const [, go] = useLocation();
  const home = `/petitions/${encodeURIComponent(id)}`;
  const { busy, tap } = useTaps(
    (name) => go(`${home}/${name}`),
    (name, label) => act(name, label, {}, {}),
  );
  if (!data) return error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />;
  const asked = data.offered.find((offered) => offered.step === step);

  return (
    <>
      <div className="desk-actions" role="toolbar" aria-label="可以办理的事">
        <OfferedButtons offered={data.offered} busy={busy} onTap={(offered) => void tap(offered)} />
        {data.offered.length === 0 && <span className="hint">现在没有需要您办理的步骤。</span>}
        {data.mayReveal && <IdentityReveal id={id} />}
      </div>
      {stale && <StaleNotice error={error} />}
      <div className="desk-story">
        {data.repeats && data.repeats.length > 0 && <Repeats items={data.repeats} />}
        <PetitionStory answer={data} simple={false} />
      </div>
      {asked && (
        <StepModal
          key={asked.step}
          offered={asked}
          record={data.petition}
          repeats={data.repeats}
          onSend={(input, values) => act(asked.step, `${asked.label} ${data.petition.no ?? ''}`, input, values)}
          onClose={() => go(home, { replace: true })}
        />
      )}
    </>
  );
}
