import { useState } from 'react';
import { Link } from 'wouter';
import { type ExtraProps } from '../record/extras';
import { sentenceOf, type Act } from '../record/useTaps';
import { Badge } from '../shell/Badge';
import { toast } from '../shell/toast';
import '../approval/approval.css';

interface Extra {
  case: string;
  caseNo: string | null;
  questions: string;
  present: string[] | null;
  attending: string[];
  members: { id: string; name: string; voted: boolean; answer: { comes: boolean; reason: string } | null }[];
  votes: { name: string; choice: string; opinion: string; fine: string | null }[];
  result: { choice: string; counts: string; conclusion: string; fine: string | null } | null;
  minutes: { text: string } | null;
  confirmations: { name: string; dissent: string }[];
}

/** 开始表决: the chair ticks who is there. */
function Begin({ members, act }: { members: Extra['members']; act: Act }) {
  const [here, setHere] = useState(() => members.filter(({ answer }) => answer?.comes).map(({ id }) => id));
  const [busy, setBusy] = useState(false);
  const tick = (id: string) => setHere(here.includes(id) ? here.filter((one) => one !== id) : [...here, id]);
  async function begin() {
    setBusy(true);
    try {
      toast(sentenceOf('开始表决', await act('begin', '开始表决', { present: here }, {})));
    } finally {
      setBusy(false);
    }
  }
  return (
    <section className="card registry-form">
      <h2>到会成员</h2>
      {members.map(({ id, name }) => (
        <label key={id} className="row tick">
          <input type="checkbox" checked={here.includes(id)} onChange={() => tick(id)} />
          {name}
        </label>
      ))}
      <button
        type="button"
        className="button big primary"
        disabled={busy}
        data-testid="begin-voting"
        onClick={() => void begin()}
      >
        开始表决（到会 {here.length} 人）
      </button>
    </section>
  );
}

const Standing = ({ member, present }: { member: Extra['members'][number]; present: string[] | null }) => {
  if (member.voted) return <Badge tone="good">已表决</Badge>;
  if (present) return <Badge>{present.includes(member.id) ? '未表决' : '未到会'}</Badge>;
  if (!member.answer) return <Badge>未回复</Badge>;
  return member.answer.comes ? <Badge tone="good">能参加</Badge> : <Badge tone="warning">不能参加</Badge>;
};

/** The page of one discussion beyond its outline: question, members, votes once declared, result, minutes. */
export function DiscussionExtra({ answer, act }: ExtraProps) {
  const extra = answer.extra as Extra;
  const { questions, members, attending, present, votes, result, minutes, confirmations } = extra;
  const begins = act && answer.offered.some(({ step }) => step === 'begin');
  return (
    <>
      <section className="card">
        <h2>讨论的问题</h2>
        <p className="approval-text">{questions}</p>
        <Link href={`/penalties/${encodeURIComponent(extra.case)}`} className="button">
          案件 {extra.caseNo ?? ''}
        </Link>
      </section>
      {begins && <Begin members={members} act={act} />}
      <section className="card">
        <h2>成员</h2>
        <ul>
          {members.map((member) => (
            <li key={member.id} className="row wrap">
              {member.name} <Standing member={member} present={present} />
              {member.answer?.reason && <span className="hint">{member.answer.reason}</span>}
            </li>
          ))}
        </ul>
        {attending.length > 0 && <p className="hint">列席，不表决：{attending.join('、')}</p>}
      </section>
      {result && (
        <section className="card">
          <h2>结果：{result.choice}</h2>
          <p>{result.counts}</p>
          {result.fine && <p>罚款 {result.fine}</p>}
          <p className="approval-text">{result.conclusion}</p>
          {votes.map(({ name, choice, opinion, fine }) => (
            <p key={name} className="approval-point">
              <b>{name}</b> {choice}
              {fine && `，${fine}`}：{opinion}
            </p>
          ))}
        </section>
      )}
      {minutes && (
        <section className="card">
          <h2>讨论记录</h2>
          <p className="approval-text">{minutes.text}</p>
          {confirmations.map(({ name, dissent }) => (
            <p key={name} className="hint">
              {name} 已确认{dissent && `，不同意见：${dissent}`}
            </p>
          ))}
        </section>
      )}
    </>
  );
}
