import { Suspense } from 'react';
import { Redirect, useLocation } from 'wouter';
import { type RecordAnswer } from '../answers';
import { StepSheet } from '../form/StepSheet';
import { type Values } from '../form/values';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Trouble, Waiting } from '../shell/States';
import { useDocument } from '../useDocument';
import { ActionBar } from './ActionBar';
import { inBar, ownSheet } from './extras';
import { RecordStory } from './RecordStory';
import { StaleNotice } from './StaleNotice';
import { useAskedStep } from './useAskedStep';

/** One record of any domain on the phone: what it is, what this person can do now, and the whole history. */
export function RecordPage({ path, id, step }: { path: string; id: string; step: string | undefined }) {
  const { data, error, stale, reload, act } = useDocument<RecordAnswer>(path, id);
  const [, go] = useLocation();
  const home = `/${path}/${encodeURIComponent(id)}`;
  const asked = useAskedStep(home, step, data?.offered, data !== undefined && !stale);

  if (!data)
    return (
      <Page title="请稍候" back={goBack}>
        {error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />}
      </Page>
    );
  if (asked?.approval) return <Redirect to={`${home}/approve/${asked.step}`} replace />;
  const isApproval = (name: string) => data.offered.some(({ step: one, approval }) => approval && one === name);
  const Own = asked && ownSheet(path, asked.step);
  const close = () => go(home, { replace: true });
  const give = (input: Record<string, unknown>, values: Values) =>
    act(asked?.step ?? '', `${asked?.label ?? ''} ${data.record.number}`, input, values);
  return (
    <Page title={data.record.noun} back={goBack}>
      {stale && <StaleNotice error={error} />}
      <RecordStory answer={data} act={act} />
      <ActionBar
        id={id}
        offered={inBar(data)}
        onOpen={(name) => go(isApproval(name) ? `${home}/approve/${name}` : `${home}/${name}`)}
        onSend={(name, label) => act(name, label, {}, {})}
        opens={(name) => ownSheet(path, name) !== undefined}
      />
      {asked && Own && (
        <Suspense>
          <Own key={asked.step} offered={asked} answer={data} onSend={give} onClose={close} />
        </Suspense>
      )}
      {asked && !Own && (
        <StepSheet key={asked.step} offered={asked} record={{ id, address: path }} onSend={give} onClose={close} />
      )}
    </Page>
  );
}
