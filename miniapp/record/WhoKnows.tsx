import { useState } from 'react';
import { Badge } from '../shell/Badge';
import { Trouble, Waiting } from '../shell/States';
import { moment, stretch } from '../time';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';

interface Knowing {
  name: string;
  as: string;
  since: string;
  readAt: string | null;
  reached: boolean;
  messages: { meansLabel: string; at: string; failed: boolean }[];
}
/** What GET /api/assignments/:id/why answers. */
export interface WhyAnswer {
  id: string;
  title: string;
  purposeLabel: string;
  urgency: 'URGENT' | 'NORMAL';
  status: string;
  statusLabel: string;
  openedAt: string;
  acknowledgedAt: string | null;
  promisedUntil: string | null;
  unreachable: boolean;
  reason: string;
  answeredBy: string | null;
  knows: Knowing[];
  next: { at: string; to: string; means: string[]; quiet: boolean }[];
  alsoTold: { name: string; purposeLabel: string; since: string; statusLabel: string }[];
  record: { path: string; id: string };
  mayAnswerAlarm: boolean;
}

/** The answer for one assignment, kept up to date. */
export const useWhy = (id: string | null) =>
  useRemote<WhyAnswer>(
    id && `/api/assignments/${encodeURIComponent(id)}/why`,
    (change) => change.store === 'assignments',
  );

/** 为什么通知我、还有谁知道, to be opened where it is asked; nothing is read before. */
export function WhoKnows({ id }: { id: string }) {
  const [open, setOpen] = useState(false);
  const { data, error, reload } = useWhy(open ? id : null);
  return (
    <details className="who-knows" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary data-testid="who-knows">为什么通知、还有谁知道</summary>
      {open && !data && (error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />)}
      {data && <Why why={data} />}
    </details>
  );
}

const reading = ({ readAt, reached }: Knowing, now: Date) =>
  readAt ? `${moment(readAt, now)} 已读` : reached ? '已送出，还没有读' : '没有送到';

function means({ messages }: Knowing): string {
  const labels = messages.filter(({ failed }) => !failed).map(({ meansLabel }) => meansLabel);
  return [...new Set(labels)].join('、') || '还没有发出';
}

/** The whole answer: the reason, everybody who knows, what comes next, who else was told of the record. */
export function Why({ why }: { why: WhyAnswer }) {
  const now = useNow(1000);
  return (
    <div className="stack" data-testid="why">
      <p data-testid="why-reason">{why.reason}</p>
      <Answer why={why} now={now} />
      <h3>已经通知</h3>
      <ul className="timeline">
        {why.knows.map((one) => (
          <li key={`${one.name} ${one.since}`} data-testid="knows">
            <p>
              <strong>{one.name}</strong> {one.as}
            </p>
            <p className="hint">
              {moment(one.since, now)} · {means(one)} · {reading(one, now)}
            </p>
          </li>
        ))}
      </ul>
      {why.next.length > 0 && (
        <>
          <h3>没有人答复时，接下来通知</h3>
          <ul className="timeline">
            {why.next.map(({ at, to, means: ways, quiet }) => (
              <li key={`${to} ${at}`} data-testid="comes-next">
                <p>
                  <strong>{to}</strong> {ways.join('、')}
                </p>
                <p className="hint">
                  {moment(at, now)}
                  {new Date(at) > now ? `，${stretch(new Date(at).getTime() - now.getTime())}后` : '，正在通知'}
                  {quiet ? '（夜间不打扰，等到早上）' : ''}
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
      {why.alsoTold.length > 0 && (
        <>
          <h3>这件事还通知过</h3>
          <ul className="timeline">
            {why.alsoTold.map(({ name, purposeLabel, since, statusLabel }) => (
              <li key={`${name} ${purposeLabel} ${since}`}>
                <p>
                  <strong>{name}</strong> {purposeLabel}
                </p>
                <p className="hint">
                  {moment(since, now)} · {statusLabel}
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Answer({ why, now }: { why: WhyAnswer; now: Date }) {
  if (why.unreachable) return <p className="fault">有人联系不上，指挥中心已收到告警，请人工联系。</p>;
  if (!why.answeredBy || !why.acknowledgedAt)
    return (
      <p>
        <Badge tone="warning">{why.statusLabel}</Badge>
      </p>
    );
  return (
    <p className="hint" data-testid="answered">
      {why.answeredBy} 已于 {moment(why.acknowledgedAt, now)} 签收
      {why.promisedUntil && why.status === 'acknowledged' ? `，答应 ${moment(why.promisedUntil, now)} 前办到` : ''}
    </p>
  );
}
