import { postKey, postName } from '../../models/duty/pattern';
import { type RosterColumn, type RosterLoad } from './rosterAnswer';
import { type Dragged } from './RosterGrid';

/** What everybody carries: turns, nights, days off of the month, statutory holidays of the year. A name can be dragged onto a seat. */
export function LoadTable({
  loads,
  filter,
  marked,
  onMark,
  onDrag,
}: {
  loads: readonly RosterLoad[];
  filter: (column: Pick<RosterColumn, 'post' | 'county'>) => boolean;
  marked: string | null;
  onMark: (person: string | null) => void;
  onDrag?: (dragged: Dragged | null) => void;
}) {
  const shown = loads.filter(filter);
  const groups = [...new Map(shown.map((load) => [postKey(load), load])).values()];
  return (
    <table className="roster-loads">
      <thead>
        <tr>
          <th scope="col">姓名</th>
          <th scope="col">班次</th>
          <th scope="col">夜班</th>
          <th scope="col">休息日</th>
          <th scope="col">节假日</th>
          <th scope="col">小时</th>
        </tr>
      </thead>
      {groups.map((group) => (
        <tbody key={postKey(group)}>
          <tr>
            <th colSpan={6} scope="rowgroup">
              {postName(group)}
            </th>
          </tr>
          {shown
            .filter((load) => postKey(load) === postKey(group))
            .map(({ person, name, turns, nights, offDays, holidays, hours }) => (
              <tr key={person} className={marked === person ? 'marked' : ''}>
                <td>
                  <button
                    type="button"
                    className="roster-name"
                    draggable={onDrag !== undefined}
                    onDragStart={(event) => {
                      event.dataTransfer.setData('text/plain', name);
                      onDrag?.({ person: { id: person, name } });
                    }}
                    onDragEnd={() => onDrag?.(null)}
                    onClick={() => onMark(marked === person ? null : person)}
                    aria-pressed={marked === person}
                    data-testid={`load-${person}`}
                  >
                    {name}
                  </button>
                </td>
                <td>{turns}</td>
                <td>{nights}</td>
                <td>{offDays}</td>
                <td>{holidays}</td>
                <td>{Math.round(hours)}</td>
              </tr>
            ))}
        </tbody>
      ))}
    </table>
  );
}
