import { useLocation } from 'wouter';
import { type PetitionAnswer } from '../answers';
import { StepSheet } from '../form/StepSheet';
import { session } from '../session';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Trouble, Waiting } from '../shell/States';
import { isReporterOnly } from '../shell/TabBar';
import { useDocument } from '../useDocument';
import { useNotice } from '../useNotice';
import { ActionBar } from '../record/ActionBar';
import { PetitionStory } from './PetitionStory';
import { StaleNotice } from '../record/StaleNotice';
import { useAskedStep } from '../record/useAskedStep';

/** One petition on the phone: what it is, what is due, what this person can do now, and the whole history. */
export function PetitionPage({ id, step }: { id: string; step: string | undefined }) {
  const { data, error, stale, reload, act } = useDocument<PetitionAnswer>('petitions', id);
  const { me } = useNotice(session);
  const [, go] = useLocation();
  const home = `/petitions/${encodeURIComponent(id)}`;
  const asked = useAskedStep(home, step, data?.offered, data !== undefined && !stale);

  if (!data)
    return (
      <Page title="信访件" back={goBack}>
        {error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />}
      </Page>
    );
  return (
    <Page title={data.petition.status === 'draft' ? '随手报' : '信访件'} back={goBack}>
      {stale && <StaleNotice error={error} />}
      <PetitionStory answer={data} simple={me ? isReporterOnly(me) : true} />
      <ActionBar
        id={id}
        offered={data.offered}
        onOpen={(name) => go(`${home}/${name}`)}
        onSend={(name, label) => act(name, label, {}, {})}
      />
      {asked && (
        <StepSheet
          key={asked.step}
          offered={asked}
          record={data.petition}
          onSend={(input, values) => act(asked.step, `${asked.label} ${data.petition.no ?? ''}`, input, values)}
          onClose={() => go(home, { replace: true })}
        />
      )}
    </Page>
  );
}
