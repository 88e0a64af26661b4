import { Input, InputNumber, Select } from 'antd';
import { KINDS } from '../../models/duty/duty.schema';
import { type Pattern, postKey, postName } from '../../models/duty/pattern';

const DAYS = [
  { value: 'all', label: '每天' },
  { value: 'working', label: '工作日' },
  { value: 'off', label: '休息日和节假日' },
];

/** Which shifts a day has and how many people each post needs. */
export function PatternTable({ pattern, onChange }: { pattern: Pattern; onChange: (pattern: Pattern) => void }) {
  const set = (n: number, change: Partial<Pattern[number]>) =>
    onChange(pattern.map((row, at) => (at === n ? { ...row, ...change } : row)));
  return (
    <table className="roster-pattern">
      <thead>
        <tr>
          <th scope="col">班次</th>
          <th scope="col">从</th>
          <th scope="col">到</th>
          <th scope="col">哪些天</th>
          <th scope="col">岗位和人数</th>
        </tr>
      </thead>
      <tbody>
        {pattern.map((row, n) => (
          <tr key={`${row.kind} ${n}`}>
            <th scope="row">{KINDS[row.kind]}</th>
            <td>
              <Input
                value={row.from}
                onChange={(event) => set(n, { from: event.target.value })}
                aria-label="从"
                maxLength={5}
              />
            </td>
            <td>
              <Input
                value={row.to}
                onChange={(event) => set(n, { to: event.target.value })}
                aria-label="到"
                maxLength={5}
              />
            </td>
            <td>
              <Select value={row.days} options={DAYS} onChange={(days) => set(n, { days })} aria-label="哪些天" />
            </td>
            <td>
              {row.needs.map((need, at) => (
                <label key={postKey(need)} className="roster-need">
                  {postName(need)}
                  <InputNumber
                    min={1}
                    max={20}
                    size="small"
                    value={need.count}
                    onChange={(count) =>
                      set(n, {
                        needs: row.needs.map((one, index) => (index === at ? { ...one, count: count ?? 1 } : one)),
                      })
                    }
                  />
                </label>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
