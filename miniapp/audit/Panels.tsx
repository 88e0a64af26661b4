import { useState } from 'react';
import { Trouble, Waiting } from '../shell/States';
import { toast } from '../shell/toast';
import { type Act, sentenceOf } from '../record/useTaps';
import { useRemote } from '../useRemote';
import { type AuditAnswer, type Candidates } from './answers';
import { type AskedScope, ScopeFields } from './PlanForm';

interface PanelProps {
  answer: AuditAnswer;
  act: Act;
  onClose: () => void;
}

/** Send one step with what the panel asked for; it closes when that was accepted or kept. */
function useSend({ act, onClose }: Pick<PanelProps, 'act' | 'onClose'>, step: string, label: string) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  async function send(input: Record<string, unknown>) {
    setBusy(true);
    const outcome = await act(step, label, input, {});
    setBusy(false);
    if ('refused' in outcome) return setFault(outcome.refused.message);
    toast(sentenceOf(label, outcome));
    onClose();
  }
  return { busy, fault, send };
}

function Buttons({
  busy,
  fault,
  label,
  onClose,
}: {
  busy: boolean;
  fault: string;
  label: string;
  onClose: () => void;
}) {
  return (
    <>
      {fault && (
        <p className="fault" role="alert">
          {fault}
        </p>
      )}
      <div className="row">
        <button type="submit" className="button primary" disabled={busy} data-testid="submit-panel">
          {busy ? '正在提交…' : label}
        </button>
        <button type="button" className="button" onClick={onClose}>
          取消
        </button>
      </div>
    </>
  );
}

/** 确定稽查范围. */
export function ScopePanel({ answer, act, onClose }: PanelProps) {
  const { plan } = answer.extra;
  const { scope } = plan ?? {};
  const [asked, setAsked] = useState<AskedScope>({
    ...{ unit: plan?.unit ?? '', types: scope?.types ?? [], fromDay: scope?.fromDay ?? '', toDay: scope?.toDay ?? '' },
    stopRule: scope?.stopRule ?? false,
  });
  const { busy, fault, send } = useSend({ act, onClose }, 'rescope', '确定稽查范围');
  return (
    <form
      className="card form-page"
      aria-label="确定稽查范围"
      onSubmit={(event) => {
        event.preventDefault();
        void send({ ...asked });
      }}
    >
      <ScopeFields asked={asked} onChange={setAsked} />
      <Buttons busy={busy} fault={fault} label="确定" onClose={onClose} />
    </form>
  );
}

const never = () => false;

/** 指定稽查员: only those who may; how many have to stay away is said, not who. */
export function TeamPanel({ answer, act, onClose }: PanelProps) {
  const { data, error, reload } = useRemote<Candidates>(
    `/api/audits/${encodeURIComponent(answer.record.id)}/candidates`,
    never,
  );
  const [chosen, setChosen] = useState<string[] | null>(null);
  const { busy, fault, send } = useSend({ act, onClose }, 'appoint', '指定稽查员');
  if (!data) return error === undefined ? <Waiting lines={1} /> : <Trouble error={error} onAgain={reload} />;
  const auditors = chosen ?? data.items.filter((one) => one.chosen).map(({ id }) => id);
  const toggle = (id: string) =>
    setChosen(auditors.includes(id) ? auditors.filter((one) => one !== id) : [...auditors, id]);
  return (
    <form
      className="card form-page"
      aria-label="指定稽查员"
      onSubmit={(event) => {
        event.preventDefault();
        void send({ auditors });
      }}
    >
      <h2>指定稽查员</h2>
      <p className="hint">
        已排除被稽查单位人员、近12个月的抽调人员和系统管理人员
        {data.away > 0 && `，共${data.away}人回避`}。
      </p>
      <ul className="audit-people">
        {data.items.map(({ id, name, unitName, auditor }) => (
          <li key={id}>
            <label className="audit-check">
              <input type="checkbox" checked={auditors.includes(id)} onChange={() => toggle(id)} />
              <span>
                {name} <span className="hint">{[unitName, auditor && '稽查员'].filter(Boolean).join(' · ')}</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
      <Buttons busy={busy} fault={fault} label={`确定${auditors.length}人`} onClose={onClose} />
    </form>
  );
}

/** 确定稽查意见: disputed findings may be given up, all others stand. */
export function RulingPanel({ answer, act, onClose }: PanelProps) {
  const disputed = answer.extra.findings.filter(({ reply }) => reply?.stance === 'DISPUTE');
  const [withdrawn, setWithdrawn] = useState<string[]>([]);
  const [ruling, setRuling] = useState('');
  const { busy, fault, send } = useSend({ act, onClose }, 'finalise', '确定稽查意见');
  const toggle = (id: string) =>
    setWithdrawn(withdrawn.includes(id) ? withdrawn.filter((one) => one !== id) : [...withdrawn, id]);
  return (
    <form
      className="card form-page"
      aria-label="确定稽查意见"
      onSubmit={(event) => {
        event.preventDefault();
        void send({ withdrawn, ruling });
      }}
    >
      <h2>确定稽查意见</h2>
      {disputed.length === 0 ? (
        <p className="hint">没有提出异议的问题，全部成立。</p>
      ) : (
        <>
          <p className="hint">勾选要撤销的；没有勾选的成立，并登记责任记录。</p>
          <ul className="audit-people">
            {disputed.map(({ id, recordNo, text, reply }) => (
              <li key={id}>
                <label className="audit-check">
                  <input type="checkbox" checked={withdrawn.includes(id)} onChange={() => toggle(id)} />
                  <span>
                    撤销 {recordNo}：{text}
                    <span className="hint">异议：{reply?.text}</span>
                  </span>
                </label>
              </li>
            ))}
          </ul>
        </>
      )}
      <label>
        对答复意见的处理说明
        <textarea value={ruling} rows={3} maxLength={500} onChange={({ target }) => setRuling(target.value)} />
      </label>
      <Buttons busy={busy} fault={fault} label="确定" onClose={onClose} />
    </form>
  );
}

const BY_STEP = { rescope: ScopePanel, appoint: TeamPanel, finalise: RulingPanel };

/** The panel that this step has of its own, if it has one. */
export function StepPanel({ step, ...props }: PanelProps & { step: string }) {
  const Panel = Object.hasOwn(BY_STEP, step) ? BY_STEP[step as keyof typeof BY_STEP] : undefined;
  return Panel ? <Panel {...props} /> : null;
}
