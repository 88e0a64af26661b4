import { Button } from 'antd';
import { Link } from 'wouter';
import { LEVELS, WARNING_KINDS } from '../../models/weather/weather.schema';
import { type Listed } from '../answers';
import { moment } from '../time';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';

interface Warning {
  id: string;
  kind: keyof typeof WARNING_KINDS;
  level: keyof typeof LEVELS;
  endsAt: string;
  windForce: number | null;
}
interface Silent {
  id: string;
  name: string;
  place: string;
  lastReadingAt: string | null;
}

/** What bears on every incident: the warnings in force, and stations that have fallen silent. */
export function Surroundings({ mayEnter, onEnter }: { mayEnter: boolean; onEnter: () => void }) {
  const weather = useRemote<Listed<Warning>>('/api/weather', ({ store }) => store === 'weather_warnings');
  const silent = useRemote<Listed<Silent>>('/api/stations/silent', ({ store }) => store === 'incidents');
  const now = useNow(60_000);
  const warnings = weather.data?.items ?? [];
  const stations = silent.data?.items ?? [];
  return (
    <section className="card" aria-label="天气和站点" data-testid="surroundings">
      <div className="row wrap">
        <h2>天气和站点</h2>
        {mayEnter && (
          <Button className="push" onClick={onEnter} data-testid="enter-weather">
            录入气象预警
          </Button>
        )}
      </div>
      {warnings.map(({ id, kind, level, endsAt, windForce }) => (
        <p key={id}>
          <Link className="incident-link" href={`/weather/${encodeURIComponent(id)}`}>
            {WARNING_KINDS[kind]}
            {LEVELS[level]}预警{windForce === null ? '' : `，风力 ${windForce} 级`}，到 {moment(endsAt, now)}
          </Link>
        </p>
      ))}
      {warnings.length === 0 && <p className="hint">没有生效的气象预警。</p>}
      {stations.length > 0 ? (
        <details>
          <summary className="fault">失联站点 {stations.length} 个</summary>
          {stations.slice(0, 20).map(({ id, name, place, lastReadingAt }) => (
            <p key={id} className="hint">
              {name}（{place}）：最后数据 {moment(lastReadingAt, now)}
            </p>
          ))}
        </details>
      ) : (
        <p className="hint">没有失联的站点。</p>
      )}
    </section>
  );
}
