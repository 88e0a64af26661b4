import { monthDayWords } from '../../models/core/calendar';
import { type ExecutionShown } from '../../models/penalty/execution.extra';
import { Badge } from '../shell/Badge';
import './execution.css';

/** As JSON brings it: instants are ISO 8601 text. */
export type ExecutionAnswer = JsonOf<ExecutionShown>;
type JsonOf<T> = T extends Date
  ? string
  : T extends (infer E)[]
    ? JsonOf<E>[]
    : T extends object
      ? { [K in keyof T]: JsonOf<T[K]> }
      : T;

const monthDay = (at: string) => monthDayWords(new Date(at));
const yuan = (fen: number) => `${(fen / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2 })} 元`;

/** 执行情况 of a case: how it was served, the account to the day, what was enforced, how it ended. */
export function ExecutionCard({ execution }: { execution: ExecutionAnswer }) {
  const { serving, announcement, sentAt, money, remedies, demand, court, annulled, closing, archive } = execution;
  return (
    <section className="card" aria-label="执行情况" data-testid="execution">
      <h2>执行情况</h2>
      {annulled && (
        <p className="fault">
          决定已被{annulled.body}变动（{annulled.no}，{annulled.on}）：{annulled.reason}
        </p>
      )}
      <p>
        {serving
          ? `${serving.how}，${monthDay(serving.at)}由${serving.receiver}签收`
          : announcement
            ? `${announcement.announcedOn}起公告送达（${announcement.where}）`
            : sentAt
              ? '已电子送达，等待当事人确认'
              : '决定书还没有送达'}
      </p>
      {money && <Money money={money} />}
      {remedies.map(({ kind, body, no, from, to, result }) => (
        <p key={no}>
          {kind}：{body} {no}，{from} 至 {to ?? '今'} {result ?? '进行中，其间不计加处罚款'}
        </p>
      ))}
      {demand && (
        <p>
          {monthDay(demand.at)}催告
          {demand.servedAt && demand.dueAt
            ? `，${monthDay(demand.servedAt)}送达，履行期限到${monthDay(demand.dueAt)}`
            : '，待送达'}
        </p>
      )}
      {court && (
        <p>
          {monthDay(court.at)}申请{court.court}强制执行{court.no && `（${court.no}）`}
          {court.ruling && `：${court.ruling}`}
        </p>
      )}
      {closing && (
        <p>
          结案：{closing.kind}（{closing.proposedByName}提出
          {closing.approvedByName && `，${closing.approvedByName}批准`}）
          {closing.returnedReason && <span className="fault">退回：{closing.returnedReason}</span>}
        </p>
      )}
      {archive && (
        <p>
          档号 {archive.no}，{archive.years === null ? '永久保管' : `保管 ${archive.years} 年`}
        </p>
      )}
    </section>
  );
}

function Money({ money }: { money: NonNullable<ExecutionAnswer['money']> }) {
  const { owed, open, openFen, overFen, overdueFrom, lateDays, pausedDays, isCapped, shares, lines } = money;
  return (
    <>
      <p className="row wrap">
        {openFen === 0 ? (
          <Badge tone="good">已缴清</Badge>
        ) : (
          <Badge tone={overdueFrom ? 'danger' : 'warning'}>尚欠 {yuan(openFen)}</Badge>
        )}
        <span className="push hint">缴款码 {money.reference}</span>
      </p>
      <table className="money-table">
        <thead>
          <tr>
            <th scope="col">项目</th>
            <th scope="col">应缴</th>
            <th scope="col">未缴</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">罚款</th>
            <td>{yuan(owed.fineFen)}</td>
            <td>{yuan(open.fineFen)}</td>
          </tr>
          {owed.confiscationFen > 0 && (
            <tr>
              <th scope="row">没收</th>
              <td>{yuan(owed.confiscationFen)}</td>
              <td>{yuan(open.confiscationFen)}</td>
            </tr>
          )}
          {(owed.lateFen > 0 || overdueFrom) && (
            <tr>
              <th scope="row">加处罚款</th>
              <td>{yuan(owed.lateFen)}</td>
              <td>{yuan(open.lateFen)}</td>
            </tr>
          )}
        </tbody>
      </table>
      {overdueFrom && (
        <p className="hint">
          自 {overdueFrom} 次日起，每日按未缴罚款的 3% 加处，已计 {lateDays} 日
          {pausedDays > 0 && `，复议诉讼期间 ${pausedDays} 日不计`}
          {isCapped && '；已达罚款本数，不再增加'}。
        </p>
      )}
      {overFen > 0 && <p className="fault">多缴 {yuan(overFen)}，待退付。</p>}
      {shares.length > 0 && (
        <ul className="money-lines" aria-label="分期">
          {shares.map(({ dueOn, amountFen, paidFen, missed }, n) => (
            <li key={dueOn}>
              第 {n + 1} 期 {dueOn} {yuan(amountFen)}{' '}
              {missed ? (
                <Badge tone="danger">未按期</Badge>
              ) : paidFen >= amountFen ? (
                <Badge tone="good">已缴</Badge>
              ) : (
                <Badge>待缴</Badge>
              )}
            </li>
          ))}
        </ul>
      )}
      {lines.length > 0 && (
        <details>
          <summary>缴款 {lines.length} 笔</summary>
          <ul className="money-lines">
            {lines.map(({ ref, paidOn, amountFen, lateFen }) => (
              <li key={ref}>
                {paidOn} {yuan(amountFen)}
                {lateFen > 0 && `（其中加处罚款 ${yuan(lateFen)}）`} <span className="hint">流水号 {ref}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
