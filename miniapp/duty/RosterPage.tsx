import { useState } from 'react';
import { Link } from 'wouter';
import { addCalendarDays, shanghaiDay } from '../../models/core/calendar';
import { COUNTIES, type County } from '../../models/core/place';
import { shiftName, postName } from '../../models/duty/pattern';
import { spanWords } from '../../models/duty/duty.words';
import { Badge } from '../shell/Badge';
import { Page } from '../shell/Page';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import { FeedCard } from './FeedCard';
import { monthBeside, monthWords, type RosterDay, type RosterShift } from './rosterAnswer';
import './roster.css';

interface Mine {
  days: RosterDay[];
  items: RosterShift[];
}
interface Named {
  id: string;
  name: string;
}
interface Now {
  leaders: Named[];
  operators: Named[];
  squads: Partial<Record<County, Named[]>>;
  monitoring: Named[];
}

const names = (people: readonly Named[] | undefined) => people?.map(({ name }) => name).join('、') || '暂无';

function OnDutyNow() {
  const { data } = useRemote<Now>('/api/duty/now', ({ store }) => store === 'shifts');
  if (!data) return null;
  return (
    <section className="card" data-testid="on-duty-now">
      <h2>现在值班</h2>
      <dl className="facts">
        <div>
          <dt>带班领导</dt>
          <dd>{names(data.leaders.slice(0, 2))}</dd>
        </div>
        <div>
          <dt>值班员</dt>
          <dd>{names(data.operators.slice(0, 3))}</dd>
        </div>
        {(Object.keys(COUNTIES) as County[]).map((county) => (
          <div key={county}>
            <dt>{COUNTIES[county]}备勤</dt>
            <dd>{names(data.squads[county]?.slice(0, 4))}</dd>
          </div>
        ))}
        <div>
          <dt>应急监测</dt>
          <dd>{names(data.monitoring)}</dd>
        </div>
      </dl>
    </section>
  );
}

const STATES: Record<string, [tone: 'warning' | 'good' | 'primary' | 'danger', words: string]> = {
  planned: ['warning', '待确认'],
  confirmed: ['good', '已确认'],
  checkedIn: ['primary', '已到岗'],
  relieved: ['good', '已交班'],
};

function ShiftCard({ shift, today }: { shift: RosterShift; today: string }) {
  const [seat] = shift.seats;
  if (!seat) return null;
  const [tone, words] = STATES[seat.state ?? 'planned'] ?? ['warning', '待确认'];
  const span = { startsAt: new Date(shift.startsAt), endsAt: new Date(shift.endsAt) };
  return (
    <Link href={`/shifts/${encodeURIComponent(shift.id)}`} className="card task" data-testid="my-shift">
      <div className="row">
        <Badge tone={tone}>{words}</Badge>
        {shift.day === today && <Badge tone="danger">今天</Badge>}
        <span className="push hint">{spanWords(span)}</span>
      </div>
      <p className="task-title">{shiftName(shift.kind, shift.day)}</p>
      <p className="hint">{postName(seat)}</p>
      {seat.swapping && <p className="call">正在办换班</p>}
    </Link>
  );
}

function Calendar({ data, today }: { data: Mine; today: string }) {
  const first = data.days[0]?.day ?? '';
  const blanks = first ? (new Date(Date.parse(first)).getUTCDay() + 6) % 7 : 0;
  return (
    <div className="my-month" role="grid" aria-label="我的月历">
      {[...'一二三四五六日'].map((weekday) => (
        <span key={weekday} className="my-weekday">
          {weekday}
        </span>
      ))}
      {Array.from({ length: blanks }, (_, n) => (
        <span key={`blank${n}`} />
      ))}
      {data.days.map(({ day, works, holiday, words }) => {
        const own = data.items.filter((shift) => shift.day === day);
        const kind = holiday ? ' holiday' : works ? (words.includes('调休') ? ' makeup' : '') : ' off';
        const inside = (
          <>
            <b>{Number(day.slice(8))}</b>
            <small>{holiday ?? (words.includes('调休') ? '班' : '')}</small>
            {own.map(({ id, kind: shiftKind }) => (
              <i key={id}>{{ DAY: '白', EVENING: '晚', NIGHT: '夜', FULL: '全' }[shiftKind]}</i>
            ))}
          </>
        );
        const className = `my-day${kind}${day === today ? ' today' : ''}${own.length > 0 ? ' on' : ''}`;
        return own[0] ? (
          <Link
            key={day}
            href={`/shifts/${encodeURIComponent(own[0].id)}`}
            className={className}
            aria-label={`${day} 值班`}
          >
            {inside}
          </Link>
        ) : (
          <span key={day} className={className}>
            {inside}
          </span>
        );
      })}
    </div>
  );
}

/** 我的值班: this week and this month of one's own, who is on duty now, and the feed for one's calendar. */
export function RosterPage() {
  const now = useNow(60_000);
  const today = shanghaiDay(now);
  const [month, setMonth] = useState(today.slice(0, 7));
  const { data, error, reload } = useRemote<Mine>(`/api/duty/mine?month=${month}`, ({ store }) => store === 'shifts');
  const weekEnds = addCalendarDays(today, 7);
  const isThisMonth = month === today.slice(0, 7);
  const ahead = data?.items.filter(({ endsAt }) => new Date(endsAt) > now) ?? [];
  const week = ahead.filter(({ day }) => day < weekEnds);
  const later = isThisMonth
    ? ahead.filter(({ day }) => day >= weekEnds)
    : ahead.filter(({ day }) => day.startsWith(month));
  return (
    <Page title="我的值班">
      {!data && error === undefined && <Waiting />}
      {!data && error !== undefined && <Trouble error={error} onAgain={reload} />}
      {data && (
        <>
          <section className="card">
            <div className="row">
              <button
                type="button"
                className="button quiet"
                onClick={() => setMonth(monthBeside(month, -1))}
                aria-label="上个月"
              >
                ‹
              </button>
              <h2 className="my-month-name">{monthWords(month)}</h2>
              <button
                type="button"
                className="button quiet"
                onClick={() => setMonth(monthBeside(month, 1))}
                aria-label="下个月"
              >
                ›
              </button>
            </div>
            <Calendar data={data} today={today} />
          </section>
          {isThisMonth && <h2 className="my-heading">未来七天</h2>}
          {isThisMonth && week.length === 0 && <Nothing title="未来七天没有您的班">其他日期请看上面的月历。</Nothing>}
          {isThisMonth && week.map((shift) => <ShiftCard key={shift.id} shift={shift} today={today} />)}
          {later.length > 0 && <h2 className="my-heading">{isThisMonth ? '以后' : monthWords(month)}</h2>}
          {later.map((shift) => (
            <ShiftCard key={shift.id} shift={shift} today={today} />
          ))}
        </>
      )}
      <OnDutyNow />
      <FeedCard />
    </Page>
  );
}
