import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { type Offered } from '../answers';
import { PetitionStory } from '../petition/PetitionStory';
import { StaleNotice } from '../petition/StaleNotice';
import { Trouble, Waiting } from '../shell/States';
import { toast } from '../shell/toast';
import { useDocument } from '../useDocument';
import { IdentityReveal } from './IdentityReveal';
import { Repeats } from './Repeats';
import { StepModal } from './StepModal';

/** One petition at the desk: the steps it offers on top, everything known beneath. */
export function DeskDetail({ id, step }: { id: string; step: string | undefined }) {
  const { data, error, stale, reload, act } = useDocument(id);
  const [, go] = useLocation();
  const [busy, setBusy] = useState('');
  const isSending = useRef(false);
  const home = `/petitions/${encodeURIComponent(id)}`;
  if (!data) return error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />;
  const asked = data.offered.find((offered) => offered.step === step);

  async function tap({ step: name, label, form, tone }: Offered) {
    if (form.length > 0 || tone === 'danger') return go(`${home}/${name}`);
    if (isSending.current) return;
    isSending.current = true;
    setBusy(name);
    try {
      const outcome = await act(name, label, {}, {});
      toast(
        'sent' in outcome
          ? `${label}：已完成`
          : 'refused' in outcome
            ? outcome.refused.message
            : '网络不通，已保存，联网后自动发送',
      );
    } finally {
      isSending.current = false;
      setBusy('');
    }
  }

  return (
    <>
      <div className="desk-actions" role="toolbar" aria-label="可以办理的事">
        {data.offered.map((offered) => (
          <Button
            key={offered.step}
            size="large"
            type={offered.tone === 'primary' ? 'primary' : 'default'}
            danger={offered.tone === 'danger'}
            loading={busy === offered.step}
            data-testid={`offered-${offered.step}`}
            onClick={() => void tap(offered)}
          >
            {offered.label}
          </Button>
        ))}
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
          answer={data}
          onSend={(input, values) => act(asked.step, `${asked.label} ${data.petition.no ?? ''}`, input, values)}
          onClose={() => go(home, { replace: true })}
        />
      )}
    </>
  );
}
