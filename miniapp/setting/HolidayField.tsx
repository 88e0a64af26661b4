import { useState } from 'react';
import { addCalendarDays } from '../../models/core/calendar';

const NAMES = ['元旦', '春节', '清明节', '劳动节', '端午节', '中秋节', '国庆节'] as const;
type Span = { first: string; last: string };
const EMPTY: Span = { first: '', last: '' };
/** No holiday is longer; whatever is has a wrong year in it. */
const LONGEST = 20;

function daysOf({ first, last }: Span): string[] {
  const days: string[] = [];
  for (let day = first; day && last && day <= last && days.length < LONGEST; day = addCalendarDays(day, 1))
    days.push(day);
  return days;
}

/** 国务院放假通知, as it is published: from when to when each holiday is, and which weekend days are worked. */
export function HolidayField({ year, onChange }: { year: number; onChange: (value: unknown) => void }) {
  const [spans, setSpans] = useState<Record<string, Span>>({});
  const [work, setWork] = useState('');
  function tell(next: Record<string, Span>, days: string) {
    setSpans(next);
    setWork(days);
    const off = Object.entries(next).flatMap(([name, span]) => daysOf(span).map((day) => [day, name]));
    onChange({ off: Object.fromEntries(off) as object, work: days.split(/[\s,，、;；]+/).filter(Boolean) });
  }
  return (
    <div className="registry-form" role="group" aria-label={`${year}年放假安排`}>
      {NAMES.map((name) => {
        const span = spans[name] ?? EMPTY;
        const set = (change: Partial<Span>) => tell({ ...spans, [name]: { ...span, ...change } }, work);
        return (
          <div key={name} className="setting-holiday">
            <span>{name}</span>
            <input
              type="date"
              aria-label={`${name}第一天`}
              min={`${year - 1}-12-20`}
              max={`${year}-12-31`}
              value={span.first}
              onChange={({ target }) => set({ first: target.value, last: span.last || target.value })}
            />
            <input
              type="date"
              aria-label={`${name}最后一天`}
              min={`${year - 1}-12-20`}
              max={`${year}-12-31`}
              value={span.last}
              onChange={({ target }) => set({ last: target.value })}
            />
          </div>
        );
      })}
      <label>
        调休上班的周末（逗号分隔）
        <input
          value={work}
          placeholder={`${year}-02-07，${year}-02-20`}
          onChange={({ target }) => tell(spans, target.value)}
        />
      </label>
    </div>
  );
}
