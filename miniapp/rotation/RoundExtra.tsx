import { Badge } from '../shell/Badge';
import { type ExtraProps } from '../record/extras';
import { moment } from '../time';
import { useNow } from '../useNow';
import { type RoundAnswer, type ShownSeat } from './answers';
import './rotation.css';

const KINDS: Record<ShownSeat['kind'], string> = { drawn: '', substitute: '替补', reinforcement: '执法队加派' };

/** A round beyond its outline: who goes, why this reader, what the leader saw beforehand, and the file for checking. */
export function RoundExtra({ answer }: ExtraProps) {
  const { extra, record } = answer as RoundAnswer;
  return (
    <>
      {extra.why && <Why why={extra.why} />}
      {extra.seats.length > 0 && <Seats seats={extra.seats} />}
      <Previews previews={extra.previews} />
      {extra.sealed && <p className="hint">检查对象已封存，任何人都不能在这里看到；需要回避的人员已自动排除。</p>}
      {extra.hash && (
        <section className="card" aria-label="核验">
          <h2>可以核验</h2>
          <p className="hint">
            结果指纹 {extra.hash.slice(0, 16)}。下载全部输入，用公开的核验程序可以重新算出同一结果。
          </p>
          <a
            className="button"
            href={`/api/rounds/${encodeURIComponent(record.id)}/replay`}
            download={`${record.number}.json`}
          >
            下载抽签数据
          </a>
        </section>
      )}
    </>
  );
}

function Why({ why }: { why: NonNullable<RoundAnswer['extra']['why']> }) {
  return (
    <section className="card" aria-label="为什么" data-testid="why-me">
      <h2>{why.drawn ? '为什么是我' : '本轮怎么抽的'}</h2>
      {why.lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {why.passed.length > 0 && (
        <>
          <p>次序在您前面、本轮没有参加的同事：</p>
          <ul className="passed">
            {why.passed.map(({ name, why: reason }) => (
              <li key={name}>
                {name}（{reason}）
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Seats({ seats }: { seats: ShownSeat[] }) {
  const now = useNow(60_000);
  return (
    <section className="card" aria-label="名单">
      <h2>名单</h2>
      <ul className="seats">
        {seats.map((seat) => (
          <li key={seat.id}>
            <div className="row wrap">
              <strong>{seat.name}</strong>
              <span className="hint">{seat.unitName}</span>
              {seat.certified && <span className="hint">持证</span>}
              {KINDS[seat.kind] && <Badge tone="plain">{KINDS[seat.kind]}</Badge>}
              <span className="push">{seat.stateLabel}</span>
            </div>
            {seat.arrivedAt && (
              <p className="hint">
                {moment(seat.arrivedAt, now)} 到位{seat.arrivedPlace ? `：${seat.arrivedPlace}` : ''}
              </p>
            )}
            {seat.decline && <Decline decline={seat.decline} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Decline({ decline }: { decline: NonNullable<ShownSeat['decline']> }) {
  const { reasonLabel, text, photos, remark } = decline;
  return (
    <div className="quote">
      <p>
        {reasonLabel}
        {text ? `：${text}` : ''}
      </p>
      {photos.length > 0 && (
        <p className="photos">
          {photos.map((hash) => (
            <a key={hash} className="photo" href={`/api/files/${hash}`} target="_blank" rel="noreferrer">
              <img src={`/api/files/${hash}?size=thumb`} alt="证明照片" />
            </a>
          ))}
        </p>
      )}
      {remark && <p className="hint">负责人：{remark}</p>}
    </div>
  );
}

function Previews({ previews }: { previews: RoundAnswer['extra']['previews'] }) {
  const now = useNow(60_000);
  const latest = previews.at(-1);
  if (!latest) return null;
  return (
    <section className="card" aria-label="预演结果" data-testid="preview">
      <h2>预演：现在抽签会抽到</h2>
      <ul className="seats">
        {latest.seats.map(({ personName, unitName, how }) => (
          <li key={personName}>
            <strong>{personName}</strong> <span className="hint">{unitName}</span>
            <p className="hint">{how}</p>
          </li>
        ))}
      </ul>
      <p className="hint">
        {latest.byName}于{moment(latest.at, now)}预演，已记入历史。情况没有变化时，抽签结果与预演相同。
      </p>
    </section>
  );
}
