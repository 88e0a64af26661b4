import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { request } from '../api';
import { freshId } from '../freshId';
import { useWhy, Why, type WhyAnswer } from '../record/WhoKnows';
import { goBack } from '../shell/back';
import { Badge } from '../shell/Badge';
import { Page } from '../shell/Page';
import { Trouble, Waiting } from '../shell/States';
import { toast } from '../shell/toast';
import { sentenceOf } from '../wire';

/** Where every card leads: why it came, who else knows, what comes next. */
export function WhyPage() {
  const { id = '' } = useParams<{ id: string }>();
  const { data, error, reload } = useWhy(id);
  if (!data)
    return (
      <Page title="为什么通知我" back={goBack}>
        {error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />}
      </Page>
    );
  return (
    <Page title="为什么通知我" back={goBack}>
      <section className="card">
        <div className="row wrap">
          <strong>{data.purposeLabel}</strong>
          {data.urgency === 'URGENT' && <Badge tone="danger">紧急</Badge>}
        </div>
        <p className="task-title">{data.title}</p>
        <Link href={`/${data.record.path}/${encodeURIComponent(data.record.id)}`} className="button primary">
          打开办理
        </Link>
      </section>
      <section className="card">
        <Why why={data} />
      </section>
      {data.mayAnswerAlarm && data.status === 'open' && <AlarmAnswer why={data} onDone={reload} />}
    </Page>
  );
}

/** 已人工联系: the duty desk says whom it has reached by its own means. */
function AlarmAnswer({ why, onDone }: { why: WhyAnswer; onDone: () => void }) {
  const [note, setNote] = useState('');
  const [isSending, setSending] = useState(false);
  const [key] = useState(freshId);
  const send = () => {
    setSending(true);
    request(`/api/assignments/${encodeURIComponent(why.id)}/handled`, { method: 'POST', body: { note }, key })
      .then(() => onDone())
      .catch((error: unknown) => toast(sentenceOf(error)))
      .finally(() => setSending(false));
  };
  return (
    <section className="card">
      <label className="field">
        <span className="field-label">已经用其他办法联系到了谁、怎么说的</span>
        <textarea
          className="plain-text"
          rows={3}
          maxLength={200}
          value={note}
          data-testid="alarm-note"
          onChange={({ target }) => setNote(target.value)}
        />
      </label>
      <button
        type="button"
        className="button big primary"
        disabled={isSending || note.trim().length < 2}
        data-testid="alarm-answer"
        onClick={send}
      >
        已人工联系
      </button>
    </section>
  );
}
