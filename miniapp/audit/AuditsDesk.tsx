import { Button } from 'antd';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { type Me } from '../answers';
import { OfferedButtons } from '../desk/OfferedButtons';
import { StepModal } from '../desk/StepModal';
import { RecordStory } from '../record/RecordStory';
import { StaleNotice } from '../record/StaleNotice';
import { useTaps } from '../record/useTaps';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { useDocument } from '../useDocument';
import { type AuditAnswer, barOf, PANELS } from './answers';
import { AuditStory } from './AuditExtra';
import { AuditList } from './AuditList';
import { StepPanel } from './Panels';
import { PlanForm } from './PlanForm';
import { Reading } from './Reading';
import './audit.css';

/** 稽查 at the desk: the audits on the left; beside them a new plan, one audit, or one sampled record with its score sheet. */
export function AuditsDesk({ me, id, step }: { me: Me; id: string | undefined; step: string | undefined }) {
  const [, go] = useLocation();
  return (
    <div className="audit-desk">
      <aside aria-label="稽查件">
        {me.may.planAudit && (
          <Button type="primary" size="large" block onClick={() => go('/audits/new')} data-testid="plan-audit">
            立项
          </Button>
        )}
        <AuditList chosen={id} />
      </aside>
      <main aria-label="稽查详情">
        {id === 'new' && <PlanForm onDone={(done) => go(`/audits/${done}`, { replace: true })} />}
        {id && id !== 'new' && <OneAudit key={id} id={id} step={step} />}
        {!id && <Nothing title="请从左边选一件稽查">或点“立项”：选单位、期间和记录类型，确定稽查员后抽样。</Nothing>}
      </main>
    </div>
  );
}

function OneAudit({ id, step }: { id: string; step: string | undefined }) {
  const { data, error, stale, reload, act } = useDocument<AuditAnswer>('audits', id);
  const [item, setItem] = useState<string>();
  const [, go] = useLocation();
  const home = `/audits/${encodeURIComponent(id)}`;
  const { busy, tap } = useTaps(
    (name) => go(`${home}/${name}`),
    (name, label) => act(name, label, {}, {}),
  );
  if (!data) return error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />;
  const asked = data.offered.find((offered) => offered.step === step);
  const close = () => go(home, { replace: true });
  if (item)
    return (
      <Reading
        key={item}
        audit={id}
        item={item}
        act={act}
        mayReview={data.offered.some((one) => one.step === 'review')}
        onClose={() => setItem(undefined)}
      />
    );
  return (
    <>
      <div className="desk-actions" role="toolbar" aria-label="可以办理的事">
        <OfferedButtons offered={barOf(data.offered)} busy={busy} onTap={(offered) => void tap(offered)} />
        {data.offered.length === 0 && <span className="hint">现在没有需要您办理的步骤。</span>}
      </div>
      {stale && <StaleNotice error={error} />}
      {asked && PANELS.includes(asked.step) && <StepPanel step={asked.step} answer={data} act={act} onClose={close} />}
      <div className="desk-story">
        <RecordStory answer={data} act={act}>
          <AuditStory answer={data} act={act} chosen={item} onChoose={setItem} />
        </RecordStory>
      </div>
      {asked && asked.step !== 'review' && !PANELS.includes(asked.step) && (
        <StepModal
          key={asked.step}
          offered={asked}
          record={{ id, address: 'audits', no: data.record.number }}
          onSend={(input, values) => act(asked.step, `${asked.label} ${data.record.number}`, input, values)}
          onClose={close}
        />
      )}
    </>
  );
}
