import { type HealthOnWall, type Panels, type StationOnWall, type WeatherOnWall } from '../../models/wall/wall.schema';
import { countdown, countyName, timeOf } from './words';

const FAILED = '读取失败，请人工确认';
/** More would not be readable; the number says the rest. */
const MOST_SILENT = 3;

/** Weather, stations and whether the system itself is well. */
export function WallSide({ panels, now, replaying }: { panels: Panels; now: Date; replaying: boolean }) {
  return (
    <section className="wall-panel side">
      <Weather weather={panels.weather} />
      {!replaying && <Stations stations={panels.stations} now={now} />}
      {!replaying && <Health health={panels.health} now={now} />}
    </section>
  );
}

function Weather({ weather }: { weather: WeatherOnWall[] | null }) {
  if (!weather) return <Part title="天气">{FAILED}</Part>;
  return (
    <Part title="天气">
      {weather.length === 0
        ? '没有生效的预警'
        : weather.map(({ id, label, level, counties, until }) => (
            <span key={id} className={`warning ${level.toLowerCase()}`}>
              {label}{' '}
              <small>
                {counties.map((county) => countyName(county).slice(0, 2)).join('、') || '全市'} 至{' '}
                {timeOf(until).slice(0, 5)}
              </small>
            </span>
          ))}
    </Part>
  );
}

function Stations({ stations, now }: { stations: StationOnWall[] | null; now: Date }) {
  if (!stations) return <Part title="站点">{FAILED}</Part>;
  const silent = stations.filter(({ silentSince }) => silentSince !== null);
  const over = stations.filter((station) => station.over).length;
  return (
    <Part title="站点" tone={silent.length > 0 ? 'bad' : ''}>
      {`共${stations.length} · 失联${silent.length} · 超标${over}`}
      {silent.slice(0, MOST_SILENT).map(({ id, name, silentSince }) => (
        <small key={id} className="silent">
          {name} 失联{countdown(silentSince ?? 0, now).words}
        </small>
      ))}
    </Part>
  );
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)}秒`;

function Health({ health, now }: { health: HealthOnWall | null; now: Date }) {
  if (!health)
    return (
      <Part title="系统" tone="bad">
        {FAILED}
      </Part>
    );
  const { probe, findings, unwatchedSince } = health;
  const isBad = findings.length > 0 || unwatchedSince !== null || (probe !== null && probe.failed > 0);
  return (
    <Part title="系统" tone={isBad ? 'bad' : ''}>
      {probe ? (
        <span>
          全程探测 p50 {seconds(probe.p50)} · p95 {seconds(probe.p95)} · p99 {seconds(probe.p99)}
          {probe.failed > 0 && ` · 失败${probe.failed}`}
          {probe.lastAt && <small> 上次{countdown(probe.lastAt, now).words}前</small>}
        </span>
      ) : (
        '全程探测还没有结果'
      )}
      {unwatchedSince !== null && (
        <small className="silent">
          {unwatchedSince > 0 ? `看门狗已停 ${countdown(unwatchedSince, now).words}` : '看门狗没有运行'}
        </small>
      )}
      {findings.slice(0, MOST_SILENT).map(({ id, label }) => (
        <small key={id} className="silent">
          {label}
        </small>
      ))}
    </Part>
  );
}

function Part({ title, tone = '', children }: { title: string; tone?: string; children: React.ReactNode }) {
  return (
    <div className={`part ${tone}`}>
      <h2>{title}</h2>
      <div>{children}</div>
    </div>
  );
}
