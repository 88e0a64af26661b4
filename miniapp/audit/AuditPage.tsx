import { useState } from 'react';
import { useLocation, useParams } from 'wouter';
import { type Me } from '../answers';
import { StepSheet } from '../form/StepSheet';
import { ActionBar } from '../record/ActionBar';
import { RecordStory } from '../record/RecordStory';
import { StaleNotice } from '../record/StaleNotice';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Trouble, Waiting } from '../shell/States';
import { useDocument } from '../useDocument';
import { type AuditAnswer, barOf, PANELS } from './answers';
import { AuditStory } from './AuditExtra';
import { StepPanel } from './Panels';
import { Reading } from './Reading';

/** One audit on the phone: the head answers here, the auditor reads the sample here. */
export function AuditPage(_: { me: Me }) {
  const { id = '', step } = useParams<{ id: string; step?: string }>();
  const { data, error, stale, reload, act } = useDocument<AuditAnswer>('audits', id);
  const [item, setItem] = useState<string>();
  const [, go] = useLocation();
  const home = `/audits/${encodeURIComponent(id)}`;
  if (!data)
    return (
      <Page title="稽查件" back={goBack}>
        {error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />}
      </Page>
    );
  const offered = data.offered.find((one) => one.step === step);
  const close = () => go(home, { replace: true });
  if (item)
    return (
      <Page title="查阅样本" back={() => setItem(undefined)}>
        <Reading
          key={item}
          audit={id}
          item={item}
          act={act}
          mayReview={data.offered.some((one) => one.step === 'review')}
          onClose={() => setItem(undefined)}
        />
      </Page>
    );
  return (
    <Page title="稽查件" back={goBack}>
      {stale && <StaleNotice error={error} />}
      {offered && PANELS.includes(offered.step) && (
        <StepPanel step={offered.step} answer={data} act={act} onClose={close} />
      )}
      <RecordStory answer={data} act={act}>
        <AuditStory answer={data} act={act} chosen={item} onChoose={setItem} />
      </RecordStory>
      <ActionBar
        id={id}
        offered={barOf(data.offered)}
        onOpen={(name) => go(`${home}/${name}`)}
        onSend={(name, label) => act(name, label, {}, {})}
      />
      {offered && offered.step !== 'review' && !PANELS.includes(offered.step) && (
        <StepSheet
          key={offered.step}
          offered={offered}
          record={{ id, address: 'audits' }}
          onSend={(input, values) => act(offered.step, `${offered.label} ${data.record.number}`, input, values)}
          onClose={close}
        />
      )}
    </Page>
  );
}
