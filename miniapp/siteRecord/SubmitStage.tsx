import { useState } from 'react';
import { Link } from 'wouter';
import { clockWords } from '../../models/core/calendar';
import { DictatedText } from '../form/DictatedText';
import { Badge } from '../shell/Badge';
import { Conflicts } from './ConflictCard';
import { colleaguesOf, isTeam, officerOf, useFieldVisit } from './fieldVisit';
import { StepsOpen } from './StepsOpen';
import { VoidList } from './VoidList';
import './ending.css';

/** 提交: each officer for themselves; with both the record is locked. What still stands against it is said in words. */
export function SubmitStage() {
  const { state, seed, me, unsent, record, say } = useFieldVisit();
  const mine = officerOf(state, me);
  const isConcluded = state.status === 'signed' || state.status === 'refused';
  const [isWithColleague, setWithColleague] = useState(false);
  const path = record.startsWith('interview:') ? 'interviews' : 'site-records';
  const id = record.slice(record.indexOf(':') + 1);
  if (state.lockedAt)
    return (
      <>
        <section className="card ready" role="status" data-testid="locked">
          <h2>笔录已锁定</h2>
          <p>{clockWords(new Date(state.lockedAt))} 两人都已提交，内容不能再改。要补充的，做补充笔录。</p>
          {unsent > 0 && <p className="hint">还有{unsent}条没有发送，有网时自动发送，请不要清除应用数据。</p>}
        </section>
        <Link href={`/${path}/${encodeURIComponent(id)}`} className="button big primary" data-testid="open-record">
          查看笔录、下载文书
        </Link>
        <VoidList />
      </>
    );
  return (
    <>
      <Conflicts />
      <section className="card" aria-label="两人提交情况">
        <h2>两人都提交，笔录就锁定</h2>
        {[...(mine ? [mine] : []), ...colleaguesOf(state, me)].map(({ id: officer, name, arrived, submittedAt }) => (
          <p key={officer} className="ink-line">
            <span>{officer === me ? `${name}（我）` : name}</span>
            <Badge tone={submittedAt ? 'good' : 'plain'}>
              {submittedAt
                ? `${clockWords(new Date(submittedAt))} 已提交`
                : arrived
                  ? '还没有提交'
                  : '还没有到场的数据'}
            </Badge>
          </p>
        ))}
        {colleaguesOf(state, me).some(({ arrived }) => !arrived) && (
          <p className="hint">同事的手机联网后，他写的内容会自动合到一起；现在没有信号也可以先提交。</p>
        )}
        {unsent > 0 && <p className="hint">未发送 {unsent} 条，有网时自动发送。</p>}
      </section>
      {state.beforeLock.length > 0 && (
        <section className="card waits" data-testid="before-lock">
          <h2>锁定前还要办</h2>
          <StepsOpen sentences={state.beforeLock} here="submit" />
        </section>
      )}
      {isTeam(seed) &&
        (mine?.submittedAt ? (
          <Resume />
        ) : (
          <section className="card">
            {!isConcluded && (
              <label className="check-line">
                <input
                  type="checkbox"
                  checked={isWithColleague}
                  onChange={(event) => setWithColleague(event.target.checked)}
                  data-testid="with-colleague"
                />
                核对和签名在同事的手机上办
              </label>
            )}
            <button
              type="button"
              className="button big primary"
              disabled={!isConcluded && !isWithColleague}
              onClick={() => void say('submit', { colleague: !isConcluded && isWithColleague })}
              data-testid="submit"
            >
              我的部分写完了，提交
            </button>
            {!isConcluded && !isWithColleague && (
              <p className="hint">当事人还没有签名，也没有注明不签的情形。签名在同事手机上的，请勾选上面一项。</p>
            )}
          </section>
        ))}
      <VoidList />
    </>
  );
}

/** Takes back one's own 提交 while the other has not handed in. */
function Resume() {
  const { say, record } = useFieldVisit();
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  return (
    <section className="card ready" data-testid="submitted">
      <h2>您已提交</h2>
      <p>等同事提交后笔录锁定。锁定前还可以继续填写。</p>
      {isOpen ? (
        <>
          <DictatedText
            label="继续填写的原因"
            draft={`${record}/resume`}
            value={reason}
            onSettle={setReason}
            maxLength={200}
            suggestions={['有内容漏记，要补上。', '同事提出要改。']}
            rows={2}
          />
          <button
            type="button"
            className="button big primary"
            disabled={!reason.trim()}
            onClick={() => void say('resume', { reason })}
            data-testid="resume"
          >
            继续填写
          </button>
        </>
      ) : (
        <button type="button" className="button" onClick={() => setOpen(true)} data-testid="resume-open">
          继续填写
        </button>
      )}
    </section>
  );
}
