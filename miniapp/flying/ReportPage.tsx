import { useParams } from 'wouter';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Trouble, Waiting } from '../shell/States';
import { moment } from '../time';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import { type Report } from './answers';
import './flying.css';

const HOW = { time: '到设定时间自动揭示', unlock: '由两人先后解封' } as const;

/** 结案报告: who could know, who looked, who tried, and what anybody may check. */
export function ReportPage() {
  const { id = '' } = useParams<{ id: string }>();
  return (
    <Page title="结案报告" back={goBack}>
      <ClosingReport id={id} />
    </Page>
  );
}

/** The report itself, on the phone and at the desk. */
export function ClosingReport({ id }: { id: string }) {
  const { data, error, reload } = useRemote<Report>(
    `/api/flying/${encodeURIComponent(id)}/report`,
    (change) => change.id === id,
  );
  const now = useNow(60_000);
  if (!data) return error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />;
  const { no, commitment, opening, revealed, couldKnow, vaultKeys, looked, draw } = data;
  return (
    <>
      <h2>{no}</h2>
      <section className="card" aria-label="谁可能知道">
        <h2>谁可能知道</h2>
        <p className="hint">{revealed ? `${moment(revealed.at, now)} ${HOW[revealed.how]}` : '目标没有揭示过'}</p>
        <ul className="flying-team">
          {couldKnow.map(({ name, as, from, until }) => (
            <li key={`${name}${as}`}>
              <strong>{name}</strong> {as}
              <br />
              <span className="hint">
                {from ? `${moment(from, now)} 起` : '从未'}
                {until ? `，到 ${moment(until, now)}` : ''}
              </span>
            </li>
          ))}
          <li>
            <strong>持有密钥 {vaultKeys.join('、')} 的运维人员</strong>
            <br />
            <span className="hint">同时掌握数据库和这把密钥的人，可以在系统外解开；密钥应由安全管理员单独保管。</span>
          </li>
        </ul>
      </section>
      <section className="card" aria-label="谁看过">
        <h2>谁看过、谁试过</h2>
        <ul className="flying-team">
          {looked.map(({ at, name, what, result, denied }, row) => (
            <li key={row} className={denied ? 'flying-denied' : ''}>
              {moment(at, now)} {name} {what} <strong>{result}</strong>
            </li>
          ))}
          {looked.length === 0 && <li className="hint">没有人看过。</li>}
        </ul>
      </section>
      <section className="card" aria-label="核验">
        <h2>核验</h2>
        <p className="hint">封存时公布的指纹（{commitment?.day ?? '未封存'}）</p>
        <p className="flying-hash">{commitment?.hash ?? '—'}</p>
        <p className="hint">
          {opening ? '原文和随机数已公开，见“公布的封存指纹”。' : '没有到现场的，原文不公开。'}
          {draw
            ? `组队抽签共${draw.inputs.candidates.length}人在列，${draw.inputs.candidates.filter(({ out }) => out).length}人不能参加；指纹 ${draw.hash.slice(0, 16)}。`
            : ''}
        </p>
      </section>
    </>
  );
}
