import { useState } from 'react';
import { type Act, sentenceOf } from '../record/useTaps';
import { Badge } from '../shell/Badge';
import { toast } from '../shell/toast';
import { lastMoment, short } from '../time';
import { useNow } from '../useNow';
import { type HandoverLine, type ShiftHandover } from './shiftAnswer';

/** 交接: what the next shift has to know, confirmed line by line, each with one tap; a note where something is to be said. */
export function HandoverList({ handover, act }: { handover: ShiftHandover; act: Act | undefined }) {
  const now = useNow();
  const { lines, dueAt, overdue, mayConfirm } = handover;
  const open = lines.filter(({ confirmedAt }) => !confirmedAt).length;
  return (
    <section className="card" aria-label="交接内容">
      <div className="row wrap">
        <h2>交接内容</h2>
        <span className="push" />
        <Badge tone={open === 0 ? 'good' : overdue ? 'danger' : 'warning'}>
          {open === 0 ? '全部确认' : `还有${open}项`}
        </Badge>
      </div>
      {open > 0 && (
        <p className="hint">
          {overdue ? '已超时' : `${lastMoment(dueAt, now)}前`}
          {mayConfirm
            ? '，请逐项核对；全部确认前由交班人员继续负责。'
            : '，等接班人员逐项确认；确认完以前由交班人员负责。'}
        </p>
      )}
      <ul className="handover">
        {lines.map((line) => (
          <Line key={line.id} line={line} act={mayConfirm && !line.confirmedAt ? act : undefined} now={now} />
        ))}
      </ul>
    </section>
  );
}

function Line({ line, act, now }: { line: HandoverLine; act: Act | undefined; now: Date }) {
  const [note, setNote] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { id, kindLabel, text, link, confirmedAt, confirmedName, note: said } = line;

  async function confirm(send: Act) {
    setBusy(true);
    const outcome = await send('confirmLine', `接班确认 ${kindLabel}`, { line: id, note: note ?? '' }, {});
    if (!('sent' in outcome)) toast(sentenceOf('接班确认', outcome));
    setBusy(false);
  }

  return (
    <li className={confirmedAt ? 'confirmed' : ''} data-testid="handover-line">
      <div className="handover-text">
        <Badge tone={confirmedAt ? 'good' : 'plain'}>{kindLabel}</Badge> {link ? <a href={link}>{text}</a> : text}
        {confirmedAt && (
          <p className="hint">
            ✓ {confirmedName} {short(confirmedAt, now)}
          </p>
        )}
        {said && <p className="quote">{said}</p>}
        {act && note === null && (
          <button type="button" className="button quiet" onClick={() => setNote('')}>
            加备注
          </button>
        )}
        {act && note !== null && (
          <textarea
            className="handover-note"
            aria-label={`${kindLabel}备注`}
            maxLength={300}
            rows={2}
            value={note}
            placeholder="要提醒下一班的话"
            onChange={({ target }) => setNote(target.value)}
          />
        )}
      </div>
      {act && (
        <button type="button" className="button primary" disabled={busy} onClick={() => void confirm(act)}>
          {busy ? '…' : '确认'}
        </button>
      )}
    </li>
  );
}
