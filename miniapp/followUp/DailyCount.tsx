import { type FollowUpExtraAnswer } from './answers';

const yuan = (fen: number) => (fen / 100).toLocaleString('zh-CN');

/** The daily penalty, day by day: every point with its reason, every day with its number, the product at the end. */
export function DailyCount({ daily }: { daily: NonNullable<FollowUpExtraAnswer['daily']> }) {
  return (
    <section className="card" aria-label="按日连续处罚" data-testid="daily-count">
      <h2>按日连续处罚</h2>
      <ul className="daily-points">
        {daily.points.map(({ title, ok, because }) => (
          <li key={title} className={ok ? 'daily-ok' : 'daily-no'}>
            <span aria-hidden="true">{ok ? '✓' : '✕'}</span>
            <span>
              <strong>{title}</strong>
              <br />
              {because}
            </span>
          </li>
        ))}
      </ul>
      {daily.rounds.map(({ order, servedOn, recheckOn, from, to, days, list }) => (
        <details key={`${order}${from}`} open={daily.rounds.length === 1}>
          <summary>
            {from} 至 {to}，共 {days} 天
          </summary>
          <p className="hint">
            {order}，{servedOn} 送达，次日起算；{recheckOn} 复查，当天计入。遇节假日不顺延。
          </p>
          <ol className="daily-days">
            {list.map((day, at) => (
              <li key={day}>
                <b>{at + 1}</b> {day.slice(5)}
              </li>
            ))}
          </ol>
        </details>
      ))}
      {daily.ok && (
        <p className="daily-sum" data-testid="daily-sum">
          {yuan(daily.originalFen)} 元 × {daily.days} 天 ＝ <strong>{yuan(daily.fineFen)} 元</strong>
        </p>
      )}
    </section>
  );
}
