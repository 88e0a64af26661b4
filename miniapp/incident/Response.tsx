import { Badge } from '../shell/Badge';
import { PetitionPhotos } from '../petition/PetitionPhotos';
import { moment, short } from '../time';
import { type CrewRow, type IncidentExtraData, type SupportRow, type WayNow } from './answers';
import { ETA } from './Eta';

/** Who was sent and what they answered; the promise counts down. */
export function Crew({ crew, sent, now }: { crew: readonly CrewRow[]; sent: IncidentExtraData['sent']; now: Date }) {
  if (crew.length === 0) return null;
  return (
    <section className="card" aria-label="出动队伍" data-testid="incident-crew">
      <h2>出动队伍</h2>
      {sent && <p className="hint">{sent.words}</p>}
      {crew.map(({ name, answeredAt, eta, need, arrivedAt }) => (
        <div key={name} className="row wrap">
          <strong>{name}</strong>
          {arrivedAt ? (
            <Badge tone="good">{short(arrivedAt, now)} 到场</Badge>
          ) : (
            <Badge tone={answeredAt ? 'primary' : 'warning'}>{answeredAt ? '已收到' : '还没有回复'}</Badge>
          )}
          {eta && !arrivedAt && <ETA at={eta} now={now} />}
          {need.length > 0 && <span className="incident-need">需要：{need.join('、')}</span>}
        </div>
      ))}
    </section>
  );
}

/** Who near the scene was asked to secure it, and what they saw. */
export function Support({ support, now }: { support: readonly SupportRow[]; now: Date }) {
  if (support.length === 0) return null;
  return (
    <section className="card" aria-label="现场看护">
      <h2>现场看护</h2>
      {support.map(({ label, securedAt, words, sampled, photos }, at) => (
        <div key={at}>
          <div className="row wrap">
            <strong>{label}</strong>
            <Badge tone={securedAt ? 'good' : 'warning'}>{securedAt ? '已看护' : '还没有回复'}</Badge>
            {sampled && <Badge tone="primary">已留样</Badge>}
            {securedAt && <time className="push hint">{moment(securedAt, now)}</time>}
          </div>
          {words && <p>{words}</p>}
          <PetitionPhotos photos={photos.map((hash) => ({ hash }))} name="看护照片" />
        </div>
      ))}
    </section>
  );
}

/** How one gets there now: boats, what stops them, the offices near. */
export function Way({ way, now }: { way: WayNow; now: Date }) {
  const { warnings, crossing, offices } = way;
  if (warnings.length === 0 && !crossing && offices.length === 0) return null;
  return (
    <section className="card" aria-label="怎么去" data-testid="incident-way">
      <h2>怎么去</h2>
      {warnings.map(({ words, until }) => (
        <p key={words} className="fault">
          {words}，到 {moment(until, now)}
        </p>
      ))}
      {crossing ? (
        <>
          <p>
            {crossing.line}，{crossing.minutes} 分钟（示例时刻）：
            {crossing.stopped ? <strong className="fault">{crossing.stopped}停航</strong> : `下一班 ${crossing.ferry}`}
            {crossing.boat ? `；执法艇 ${crossing.boat} 可出发` : '；执法艇不能出航'}
          </p>
          <p className="hint">班次 {crossing.departures.join(' ')}</p>
        </>
      ) : (
        <p>陆路可达</p>
      )}
      {offices.length > 0 && (
        <p className="hint">最近：{offices.map(({ name, kilometres }) => `${name} ${kilometres} 公里`).join('，')}</p>
      )}
    </section>
  );
}

/** Who got the emergency notice, and who has said 收到. */
export function Told({ told }: { told: NonNullable<IncidentExtraData['told']> }) {
  if (told.length === 0) return null;
  return (
    <section className="card" aria-label="已通知">
      <h2>突发事件通知</h2>
      <div className="row wrap">
        {told.map(({ name, known }) => (
          <Badge key={name} tone={known ? 'good' : 'warning'}>
            {name} {known ? '已收到' : '未回复'}
          </Badge>
        ))}
      </div>
    </section>
  );
}

/** What was reported upwards, when it was due, to whom. */
export function Reports({ reports, now }: { reports: NonNullable<IncidentExtraData['reports']>; now: Date }) {
  if (reports.length === 0) return null;
  return (
    <section className="card" aria-label="信息报告">
      <h2>信息报告</h2>
      {reports.map(({ kindLabel, to, at, dueAt, words }) => (
        <div key={at}>
          <div className="row wrap">
            <strong>{kindLabel}</strong>
            <span className="hint">{to.join('、')}</span>
            {dueAt && at > dueAt && <Badge tone="danger">超时</Badge>}
            <time className="push hint">{moment(at, now)}</time>
          </div>
          <p>{words}</p>
        </div>
      ))}
    </section>
  );
}
