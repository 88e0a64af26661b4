import { OFFENCES } from '../../models/law/law.schema';
import { REVIEW_STATES } from '../../models/law/reviewed';
import { type Me } from '../answers';
import { StaleNotice } from '../record/StaleNotice';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { useRemote } from '../useRemote';
import { type TablesAnswer } from './answers';
import { ImportTables } from './ImportTables';
import './discretion.css';

const TONES = { proposed: 'warning', inForce: 'good', refused: 'danger', withdrawn: '' } as const;

/** Every edition of every table, the latest of each first; the reviewer hands in new ones here. */
export function Tables({ me, onChoose }: { me: Me; onChoose: (id: string) => void }) {
  const { data, error, stale, reload } = useRemote<TablesAnswer>(
    '/api/discretion-tables',
    ({ store }) => store === 'discretion_tables',
  );
  if (!data) return error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />;
  return (
    <>
      {stale && <StaleNotice error={error} />}
      {me.may.proposeLaw && <ImportTables onDone={reload} />}
      {data.items.length === 0 && (
        <Nothing title="还没有裁量表">由法制审核人员从 Excel 导入，局领导批准后启用。</Nothing>
      )}
      <ul className="table-list">
        {data.items.map(({ id, name, status, offences, validFrom, validTo, illustrative }) => (
          <li key={id}>
            <button type="button" className="card table-row" onClick={() => onChoose(id)}>
              <span className="row wrap">
                <strong>{id}</strong> {name}
                <span className={`badge badge-${TONES[status]} push`}>{REVIEW_STATES[status]}</span>
              </span>
              <span className="hint">
                {validFrom} 起{validTo ? `，至 ${validTo}` : ''}
                {illustrative ? '，示例数值' : ''}
              </span>
              <span className="hint">{offences.map((offence) => OFFENCES[offence]).join('；')}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
