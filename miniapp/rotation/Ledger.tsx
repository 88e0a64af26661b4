import { Trouble, Waiting } from '../shell/States';
import { useRemote } from '../useRemote';
import { type LedgerAnswer } from './answers';
import './rotation.css';

const concerns = ({ store }: { store: string }) => store === 'rotation_rounds';

/** The public ledger: what each unit was due and has carried, and how often each person has served. */
export function Ledger() {
  const { data, error, reload } = useRemote<LedgerAnswer>('/api/rotation/ledger', concerns);
  if (!data) return error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />;
  const { rounds, personTimes, warnings, units, members } = data;
  return (
    <>
      <section className="card" aria-label="各单位">
        <h2>
          {rounds}轮，共{personTimes}人次
        </h2>
        <p className="hint">人多多抽，人少少抽：应出按人数分摊，结余为正的单位下一轮优先。</p>
        <table className="ledger">
          <thead>
            <tr>
              {['单位', '人数', '应出', '已出', '结余'].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {units.map(({ id, name, headcount, due, carried, credit }) => (
              <tr key={id}>
                <th scope="row">{name}</th>
                <td>{headcount}</td>
                <td>{due}</td>
                <td>{carried}</td>
                <td>{credit}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {warnings.map((warning) => (
          <p key={warning} className="hint">
            {warning}
          </p>
        ))}
      </section>
      {units.map(({ id, name }) => (
        <details key={id} className="card ledger-unit">
          <summary>{name}：每个人去过几次</summary>
          <ol className="ledger-people">
            {members
              .filter(({ unit }) => unit === id)
              .map((member) => (
                <li key={member.id} className="row">
                  <span>{member.name}</span>
                  <span className="push">{member.servedCount}次</span>
                  <span className="hint ledger-day">{member.lastServedAt ?? '还没有去过'}</span>
                </li>
              ))}
          </ol>
        </details>
      ))}
    </>
  );
}
