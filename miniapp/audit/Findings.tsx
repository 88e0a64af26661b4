import { useState } from 'react';
import { STANCES } from '../../models/audit/audit.schema';
import { type Act, sentenceOf } from '../record/useTaps';
import { Badge } from '../shell/Badge';
import { toast } from '../shell/toast';
import { day } from '../time';
import { useNow } from '../useNow';
import { type AuditAnswer, type ShownFinding } from './answers';

const TONES = { VETO: 'danger', MAJOR: 'warning', MINOR: 'plain' } as const;

/** What was found, what the unit answered, what became of it. The head may answer each one alone. */
export function Findings({ answer, act }: { answer: AuditAnswer; act: Act }) {
  const { findings, rectified } = answer.extra;
  const mayReply = answer.offered.some(({ step }) => step === 'reply');
  if (findings.length === 0) return null;
  return (
    <section className="card" aria-label="稽查意见">
      <h2>稽查意见（{findings.length}条）</h2>
      <ul className="audit-findings">
        {findings.map((finding) => (
          <Finding key={finding.id} finding={finding} reply={mayReply && !finding.reply ? act : undefined} />
        ))}
      </ul>
      {rectified && (
        <div className="quote">
          <p>整改情况：{rectified.text}</p>
          <Photos hashes={rectified.photos} />
        </div>
      )}
    </section>
  );
}

function Photos({ hashes }: { hashes: string[] }) {
  if (hashes.length === 0) return null;
  return (
    <p className="photos">
      {hashes.map((hash) => (
        <a key={hash} className="photo" href={`/api/files/${hash}`} target="_blank" rel="noreferrer">
          <img src={`/api/files/${hash}?size=thumb`} alt="证明照片" />
        </a>
      ))}
    </p>
  );
}

function Finding({ finding, reply: act }: { finding: ShownFinding; reply: Act | undefined }) {
  const now = useNow(60_000);
  const [isOpen, setOpen] = useState(false);
  const { recordNo, severity, severityLabel, categoryLabel, rule, text, responsible, reply, upheld, ruling } = finding;
  return (
    <li data-testid="finding">
      <div className="row wrap">
        <Badge tone={TONES[severity]}>{severityLabel}</Badge>
        <strong>{recordNo}</strong>
        <span className="hint">{categoryLabel}</span>
        {upheld !== null && <span className="push">{upheld ? '成立' : '已撤销'}</span>}
      </div>
      <p>{text}</p>
      <p className="hint">
        依据：{rule}
        {responsible.length > 0 && `；责任人：${responsible.join('、')}`}
      </p>
      {reply && (
        <div className="quote">
          <p>
            {reply.stanceLabel}
            {reply.text && `：${reply.text}`}
          </p>
          {reply.planDueAt && <p className="hint">计划{day(reply.planDueAt, now)}前整改完成</p>}
          <Photos hashes={reply.evidence} />
        </div>
      )}
      {ruling && <p className="hint">稽查组：{ruling}</p>}
      {act && !isOpen && (
        <button type="button" className="button" onClick={() => setOpen(true)} data-testid="reply-one">
          单独答复这一条
        </button>
      )}
      {act && isOpen && <ReplyOne id={finding.id} act={act} onClose={() => setOpen(false)} />}
    </li>
  );
}

/** 单独答复: without photos; the whole reply in the bar takes them. */
function ReplyOne({ id, act, onClose }: { id: string; act: Act; onClose: () => void }) {
  const [stance, setStance] = useState<keyof typeof STANCES | ''>('');
  const [text, setText] = useState('');
  const [planDueAt, setPlan] = useState('');
  const [fault, setFault] = useState('');
  async function send() {
    const outcome = await act('reply', '答复稽查意见', { stance, text, planDueAt, findings: [id] }, {});
    if ('refused' in outcome) return setFault(outcome.refused.message);
    toast(sentenceOf('答复', outcome));
    onClose();
  }
  return (
    <form
      className="form-page"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="chips" role="radiogroup" aria-label="是否认可">
        {(Object.entries(STANCES) as [keyof typeof STANCES, string][]).map(([value, words]) => (
          <button
            key={value}
            type="button"
            role="radio"
            aria-checked={stance === value}
            className={stance === value ? 'chip chosen' : 'chip'}
            onClick={() => setStance(value)}
          >
            {words}
          </button>
        ))}
      </div>
      <label>
        答复意见
        <textarea value={text} rows={3} maxLength={1000} onChange={({ target }) => setText(target.value)} />
      </label>
      <label>
        计划整改完成日期
        <input type="date" value={planDueAt} onChange={({ target }) => setPlan(target.value)} />
      </label>
      {fault && (
        <p className="fault" role="alert">
          {fault}
        </p>
      )}
      <div className="row">
        <button type="submit" className="button primary" data-testid="submit-reply">
          提交
        </button>
        <button type="button" className="button" onClick={onClose}>
          取消
        </button>
      </div>
    </form>
  );
}
