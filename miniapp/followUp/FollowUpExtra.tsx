import { Link } from 'wouter';
import { type ExtraProps } from '../record/extras';
import { Badge } from '../shell/Badge';
import { type FollowUpExtraAnswer } from './answers';
import { DailyCount } from './DailyCount';
import { PhotoPairs } from './PhotoPairs';
import './followUp.css';

const RESULTS = [
  ['DONE', '已完成'],
  ['PARTLY', '部分完成'],
  ['NOT_DONE', '未完成'],
] as const;
const TONES = { DONE: 'good', PARTLY: 'warning', NOT_DONE: 'danger' } as const;
const toneOf = (state: string | null) => (state && state in TONES ? TONES[state as keyof typeof TONES] : 'plain');

function Items({ answer, act }: ExtraProps) {
  const { items } = answer.extra as FollowUpExtraAnswer;
  const marks = act && answer.record.status === 'visited' && answer.offered.some(({ step }) => step === 'relapse');
  return (
    <section className="card" aria-label="应当履行的义务">
      <h2>应当履行的义务</h2>
      <ul className="followup-items">
        {items.map(({ id, obligation, label, text, dueOn, from, state, words, note }) => (
          <li key={id} data-testid="followup-item">
            <div className="followup-item-head">
              <strong>{label}</strong>
              <Badge tone={toneOf(state)}>{words}</Badge>
            </div>
            <p>{text}</p>
            <p className="hint">
              {dueOn} 前{from ? ` · ${from}` : ''}
              {note ? ` · ${note}` : ''}
            </p>
            {marks && obligation !== 'PAY' && (
              <div className="segments" role="group" aria-label={`${label}完成情况`}>
                {RESULTS.map(([result, shown]) => (
                  <button
                    key={result}
                    type="button"
                    className="segment"
                    aria-pressed={state === result}
                    aria-selected={state === result}
                    onClick={() => void act('mark', '登记完成情况', { item: id, result }, {})}
                  >
                    {shown}
                  </button>
                ))}
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The page of one follow-up: obligations, the way to the visit, photos side by side, the days of a daily penalty. */
export function FollowUpExtra(props: ExtraProps) {
  const { answer } = props;
  const { record } = answer;
  const extra = answer.extra as FollowUpExtraAnswer;
  const { visit, window: recheck, daily, pairs, visits, cases, partyName, extension, endedReason, warnings } = extra;
  const seen = visits.filter(({ at }) => at !== null);
  return (
    <>
      <p className="followup-party">{partyName}</p>
      {recheck && (
        <section className="card followup-window" data-testid="recheck-window">
          <strong>
            今天是送达后第 {recheck.day} 天 / {daysOf(recheck)}
          </strong>
          <p>
            {recheck.order} 于 {recheck.servedOn} 送达，{recheck.to} 前（含当天）暗查，遇节假日不顺延。
          </p>
          <p>不得提前告知当事人。</p>
        </section>
      )}
      {warnings.map((words) => (
        <p key={words} className="hint" role="note">
          {words}
        </p>
      ))}
      <Items {...props} />
      {visit && (
        <div className="followup-ways">
          <Link href={`/inspections/${encodeURIComponent(visit.inspection)}`} className="button big primary">
            去核查
          </Link>
          {extra.before.length > 0 && (
            <Link
              href={`/follow-ups/${encodeURIComponent(record.id)}/photos`}
              className="button big"
              data-testid="same-angle"
            >
              同角度复拍
            </Link>
          )}
        </div>
      )}
      <PhotoPairs pairs={pairs} />
      {seen.map(({ inspection, at, finding, note, reports }) => (
        <section key={inspection} className="card" aria-label="核查情况">
          <h2>{new Date(at ?? '').toLocaleDateString('zh-CN', { timeZone: 'Asia/Shanghai' })} 核查</h2>
          <p>
            {finding}。{note}
          </p>
          <div className="photos">
            {reports.map((hash) => (
              <a key={hash} className="photo" href={`/api/files/${hash}`} target="_blank" rel="noreferrer">
                <img src={`/api/files/${hash}?size=thumb`} alt="检测报告" />
              </a>
            ))}
          </div>
        </section>
      ))}
      {daily && <DailyCount daily={daily} />}
      {extension && (
        <section className="card">
          <h2>延期</h2>
          <p>
            到 {extension.until}：{extension.reason}（
            {extension.approved === null ? '待决定' : extension.approved ? '已同意' : '未同意'}）
          </p>
        </section>
      )}
      {endedReason && <p className="card">{endedReason}</p>}
      {cases.map(({ id, no }) => (
        <Link key={id} href={`/penalties/${encodeURIComponent(id)}`} className="button big">
          查看案件 {no ?? ''}
        </Link>
      ))}
      <Link href={`/penalties/${encodeURIComponent(extra.case)}`} className="button big">
        查看原处罚案件 {extra.caseNo ?? ''}
      </Link>
    </>
  );
}
const daysOf = ({ servedOn, to }: { servedOn: string; to: string }) =>
  Math.round((Date.parse(to) - Date.parse(servedOn)) / 86_400_000);
