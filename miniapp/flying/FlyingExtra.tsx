import { useState } from 'react';
import { Link } from 'wouter';
import { request } from '../api';
import { freshId } from '../freshId';
import { PlaceSketch } from '../incident/PlaceSketch';
import '../incident/incident.css';
import { type ExtraProps } from '../record/extras';
import { sentenceOf as said } from '../record/useTaps';
import { Badge } from '../shell/Badge';
import { toast } from '../shell/toast';
import { moment } from '../time';
import { useNow } from '../useNow';
import { sentenceOf } from '../wire';
import { type FlyingAnswer, type Looked, type Target } from './answers';
import { freshCode } from './freshCode';
import { type Files, usePack } from './pack';
import './flying.css';

/** A flying inspection beyond its outline: for the team what opens at the reveal, for planner and leader the doors of the seal. */
export function FlyingExtra({ answer, act }: ExtraProps) {
  const { extra, record, offered } = answer as FlyingAnswer;
  const pack = usePack(record.id, extra.pack);
  return (
    <>
      {extra.mine && !extra.target && <Carried ready={pack.ready} />}
      {extra.target && <Where target={extra.target} inspection={extra.inspection} />}
      {pack.files && <FilesCard files={pack.files} />}
      {extra.may.look && !extra.target && <Seal id={record.id} approve={extra.may.approve} revise={extra.may.revise} />}
      {extra.may.unlock && <Unlock id={record.id} unlocks={extra.unlocks} />}
      {offered.some(({ step }) => step === 'postpone') && act && (
        <Postpone
          onSend={async (input) => toast(said('改时间', await act('postpone', `改时间 ${record.number}`, input, {})))}
        />
      )}
      {extra.members.length > 0 && <Members members={extra.members} />}
      {extra.commitment && (
        <section className="card" aria-label="指纹">
          <h2>封存指纹</h2>
          <p className="flying-hash">{extra.commitment.hash}</p>
          <p className="hint">{extra.commitment.day} 公布，结束后公开原文和随机数，任何人可以核对。</p>
        </section>
      )}
      {extra.may.report && (
        <Link href={`/flying/report/${record.id}`} className="button">
          结案报告：谁可能知道、谁看过
        </Link>
      )}
    </>
  );
}

const Carried = ({ ready }: { ready: boolean }) => (
  <section className="card" aria-label="密封包">
    <h2>{ready ? '密封资料已在手机里' : '正在下载密封资料…'}</h2>
    <p className="hint">
      {ready ? '现在谁也打不开；揭示时只要有一点信号，档案和检查清单立即打开。' : '请在有信号的地方停留片刻。'}
    </p>
  </section>
);

/** Where it goes, as large as the moment asks. */
function Where({ target, inspection }: { target: Target; inspection: string | null }) {
  const { name, uscc, place, location, direction, hints, boat, campaign, trigger } = target;
  return (
    <section className="card flying-where" aria-label="检查对象" data-testid="flying-target">
      <p className="hint">检查对象</p>
      <h2>{name}</h2>
      <p className="hint">
        {place} · {uscc}
      </p>
      <PlaceSketch location={location} place={place} />
      <dl>
        <dt>依据</dt>
        <dd>
          {campaign
            ? `${campaign.text}（${campaign.id}）`
            : `${trigger?.text ?? ''}${trigger?.no ? `（${trigger.no}）` : ''}`}
        </dd>
        <dt>检查方向</dt>
        <dd>{direction}</dd>
        {hints && (
          <>
            <dt>档案提示</dt>
            <dd>{hints}</dd>
          </>
        )}
        {boat && (
          <>
            <dt>船只安排</dt>
            <dd>{boat}</dd>
          </>
        )}
      </dl>
      {inspection && (
        <Link href={`/inspections/${inspection}`} className="button primary">
          检查任务和现场笔录
        </Link>
      )}
    </section>
  );
}

function FilesCard({ files: { file, checklist } }: { files: Files }) {
  const dossier = file?.dossier;
  return (
    <>
      {dossier && (
        <details className="card" open>
          <summary>企业档案</summary>
          <dl>
            <dt>排污许可证</dt>
            <dd>{dossier.permit ? `${dossier.permit.number}，有效期至 ${dossier.permit.validTo}` : '没有登记'}</dd>
            <dt>治理设施</dt>
            <dd>{dossier.treatment.map((one) => `${one.name}（${one.against}）`).join('、') || '没有登记'}</dd>
            <dt>排放口</dt>
            <dd>{dossier.outfalls.map((one) => `${one.no} ${one.name}`).join('、') || '没有登记'}</dd>
            <dt>危险废物</dt>
            <dd>{dossier.hazardousWaste.map((one) => one.name).join('、') || '没有登记'}</dd>
            <dt>信访</dt>
            <dd>
              共{file.past.petitions.total}件，{file.past.petitions.open}件在办
            </dd>
          </dl>
        </details>
      )}
      {checklist.length > 0 && (
        <details className="card">
          <summary>检查清单（{checklist.length}项）</summary>
          <ol className="flying-checklist">
            {checklist.map(({ id, group, question }) => (
              <li key={id}>
                <span className="hint">{group}</span> {question}
              </li>
            ))}
          </ol>
        </details>
      )}
    </>
  );
}

/** Look at the sealed target, and approve exactly what was read. What is shown is kept nowhere and goes with the page. */
function Seal({ id, approve, revise }: { id: string; approve: boolean; revise: boolean }) {
  const [looked, setLooked] = useState<Looked | null>(null);
  const [busy, setBusy] = useState(false);
  const guarded = async (work: () => Promise<void>) => {
    setBusy(true);
    await work().catch((error: unknown) => toast(sentenceOf(error)));
    setBusy(false);
  };
  const post = <T,>(step: string, body: object) =>
    request<T>(`/api/flying/${id}/${step}`, { method: 'POST', body, key: freshId() });
  const look = () => guarded(async () => setLooked(await post<Looked>('look', { code: await freshCode() })));
  const agree = (seen: string) =>
    guarded(async () => {
      await post('approve', { code: await freshCode(), seen });
      setLooked(null);
      toast('已封存，指纹已公布');
    });
  return (
    <section className="card" aria-label="封存的目标">
      <h2>封存的目标</h2>
      {looked ? (
        <>
          <Where target={looked.target} inspection={null} />
          {approve && (
            <button
              type="button"
              className="button big primary"
              disabled={busy}
              onClick={() => void agree(looked.hash)}
            >
              批准并封存
            </button>
          )}
          <button type="button" className="button" onClick={() => setLooked(null)}>
            收起
          </button>
        </>
      ) : (
        <>
          <p className="hint">只有策划人和批准的局领导能查看，需要在手机钉钉里再次确认身份，每次查看留痕。</p>
          <div className="row wrap flying-ways">
            <button type="button" className="button" disabled={busy} onClick={() => void look()} data-testid="look">
              查看目标
            </button>
            {revise && (
              <Link href={`/flying/revise/${id}`} className="button quiet">
                重新填写
              </Link>
            )}
          </div>
        </>
      )}
    </section>
  );
}

function Unlock({ id, unlocks }: { id: string; unlocks: { byName: string; at: string }[] }) {
  const [busy, setBusy] = useState(false);
  const now = useNow(30_000);
  const last = unlocks.at(-1);
  async function unlock() {
    setBusy(true);
    try {
      const code = await freshCode();
      await request(`/api/flying/${id}/unlock`, { method: 'POST', body: { code }, key: freshId() });
      toast('已登记您的解封');
    } catch (error) {
      toast(sentenceOf(error));
    }
    setBusy(false);
  }
  return (
    <section className="card" aria-label="双人解封">
      <h2>双人解封</h2>
      <p className="hint">
        队伍已登记出发。由两位有权人员先后解封，其中一位须是局领导；不解封的，到时间自动揭示。
        {last ? `${last.byName}已在${moment(last.at, now)}解封，等待另一位。` : ''}
      </p>
      <button type="button" className="button primary" disabled={busy} onClick={() => void unlock()}>
        我来解封
      </button>
    </section>
  );
}

function Postpone({ onSend }: { onSend: (input: Record<string, unknown>) => Promise<void> }) {
  const [times, setTimes] = useState({ assembleAt: '', revealAt: '' });
  const instant = (local: string) => `${local}:00+08:00`;
  return (
    <details className="card form-page">
      <summary>改时间</summary>
      {(['assembleAt', 'revealAt'] as const).map((name) => (
        <label key={name}>
          {name === 'assembleAt' ? '新的集合时间' : '新的揭示时间'}
          <input
            type="datetime-local"
            value={times[name]}
            onChange={({ target }) => setTimes({ ...times, [name]: target.value })}
          />
        </label>
      ))}
      <button
        type="button"
        className="button"
        disabled={!times.assembleAt || !times.revealAt}
        onClick={() => void onSend({ assembleAt: instant(times.assembleAt), revealAt: instant(times.revealAt) })}
      >
        改时间，请队员重新确认
      </button>
    </details>
  );
}

const Members = ({ members }: { members: FlyingAnswer['extra']['members'] }) => (
  <section className="card" aria-label="队伍">
    <h2>队伍</h2>
    <ul className="flying-team">
      {members.map(({ name, unitName, lead, stateLabel, left }, at) => (
        <li key={at} className={left ? 'row flying-left' : 'row'}>
          <span>
            {unitName} {name}
            {lead ? '（带队）' : ''}
          </span>
          <span className="push">
            <Badge tone={left ? 'plain' : 'primary'}>{left ?? stateLabel}</Badge>
          </span>
        </li>
      ))}
    </ul>
  </section>
);
