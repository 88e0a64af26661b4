import { Badge } from '../shell/Badge';
import { type PackAbout } from './packShelf';
import { age, isOld, megabytes } from './words';

/** What has been packed: where for, how old, how large; with the way to bring it up to date. */
export function PackCard({
  about,
  now,
  busy,
  onRenew,
}: {
  about: PackAbout;
  now: number;
  busy: boolean;
  onRenew: () => void;
}) {
  const { places, at, bytes, enterprises, inspections } = about;
  const old = isOld(at, now);
  return (
    <section className="card" data-testid="pack-card">
      <div className="row wrap">
        <h2>已带上</h2>
        <Badge tone={old ? 'warning' : 'good'}>{age(at, now)}更新</Badge>
      </div>
      <p>{places.join('、')}</p>
      <p className="hint">
        {enterprises} 家企业的档案、{inspections} 件我的任务、检查表和文书模板，{megabytes(bytes)}
        ，已加密保存，没有网络也能用。
      </p>
      {old && <p className="hint">资料已有些旧，出发前请更新一次。</p>}
      <button type="button" className="button pack-act" disabled={busy} onClick={onRenew} data-testid="pack-renew">
        更新资料
      </button>
    </section>
  );
}
