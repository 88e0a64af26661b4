import { type DragEvent, memo, useEffect, useMemo, useRef } from 'react';
import {
  kindName,
  columnsOf,
  isEmptySeat,
  type Placed,
  type RosterColumn,
  type RosterDay,
  type RosterShift,
} from './rosterAnswer';

/** Something dragged: a seat with its person, or somebody from the table of loads. */
export type Dragged = { from: Placed } | { person: { id: string; name: string } };

interface Handling {
  onChoose: (placed: Placed) => void;
  onDrag: (dragged: Dragged | null) => void;
  onDrop: (onto: Placed) => void;
  /** Changes are allowed; without, the grid only shows. */
  editable: boolean;
}

const STATE_WORDS: Record<string, string> = {
  planned: '待确认',
  confirmed: '已确认',
  checkedIn: '已到岗',
  relieved: '已交班',
  absent: '未到岗',
};

function Chip({ placed, handling, isMarked }: { placed: Placed; handling: Handling; isMarked: boolean }) {
  const { shift, seat } = placed;
  const { onChoose, onDrag, onDrop, editable } = handling;
  const isEmpty = isEmptySeat(seat);
  const state = isEmpty ? 'empty' : (seat.state ?? 'planned');
  const take = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    onDrop(placed);
  };
  return (
    <button
      type="button"
      className={`roster-chip ${state}${isMarked ? ' marked' : ''}`}
      draggable={editable && !isEmpty}
      onDragStart={(event) => {
        event.dataTransfer.setData('text/plain', seat.personName);
        event.dataTransfer.effectAllowed = 'move';
        onDrag({ from: placed });
      }}
      onDragEnd={() => onDrag(null)}
      onDragOver={(event) => editable && event.preventDefault()}
      onDrop={take}
      onClick={() => onChoose(placed)}
      title={`${seat.reason}${seat.state ? `（${STATE_WORDS[seat.state] ?? ''}）` : ''}`}
      data-testid={`seat-${shift.id}-${seat.id ?? ''}`}
    >
      {isEmpty ? '空缺' : seat.personName}
      {seat.swapping && <span aria-label="正在换班"> ⇄</span>}
    </button>
  );
}

interface RowProps {
  day: RosterDay;
  columns: readonly RosterColumn[];
  shifts: readonly RosterShift[];
  handling: Handling;
  isToday: boolean;
  marked: string | null;
}

const Row = memo(function Row({ day, columns, shifts, handling, isToday, marked }: RowProps) {
  const kind = day.holiday ? 'holiday' : day.works ? (/调休/.test(day.words) ? 'makeup' : '') : 'off';
  return (
    <tr className={`${kind}${isToday ? ' today' : ''}`}>
      <th scope="row">
        <b>{Number(day.day.slice(8))}</b> {day.words}
      </th>
      {columns.map(({ key, kind: shiftKind, post, county }) => {
        const shift = shifts.find((one) => one.kind === shiftKind);
        const seats = shift?.seats.filter((seat) => seat.post === post && seat.county === county) ?? [];
        // Whoever is absent and has been replaced is told on the shift's page.
        const shown = seats.filter(
          (seat, _, all) => !isEmptySeat(seat) || !all.some((other) => other.id === `${seat.id}+`),
        );
        return (
          <td key={key}>
            {shift &&
              shown.map((seat, n) => (
                <Chip
                  key={seat.id ?? n}
                  placed={{ shift, seat }}
                  handling={handling}
                  isMarked={marked !== null && seat.person === marked}
                />
              ))}
          </td>
        );
      })}
    </tr>
  );
});

/** One row per day, one column per post: who is where in a month. `marked` is somebody whose seats stand out. */
export function RosterGrid({
  days,
  shifts,
  today,
  marked,
  handling,
  filter,
}: {
  days: readonly RosterDay[];
  shifts: readonly RosterShift[];
  today: string;
  marked: string | null;
  handling: Handling;
  filter: (column: RosterColumn) => boolean;
}) {
  const all = useMemo(() => columnsOf(shifts), [shifts]);
  const byDay = useMemo(() => {
    const found = new Map<string, RosterShift[]>();
    for (const shift of shifts) found.set(shift.day, [...(found.get(shift.day) ?? []), shift]);
    return found;
  }, [shifts]);
  const columns = all.filter(filter);
  const table = useRef<HTMLTableElement>(null);
  const [first] = days;
  useEffect(() => {
    table.current?.querySelector('.today')?.scrollIntoView({ block: 'nearest' });
  }, [first?.day]);
  const kinds = [...new Set(columns.map(({ kind }) => kind))];
  return (
    <table className="roster-grid" ref={table}>
      <thead>
        <tr>
          <th rowSpan={2} scope="col">
            日期
          </th>
          {kinds.map((kind) => (
            <th key={kind} scope="colgroup" colSpan={columns.filter((column) => column.kind === kind).length}>
              {kindName(kind)}
            </th>
          ))}
        </tr>
        <tr>
          {kinds.flatMap((kind) =>
            columns
              .filter((column) => column.kind === kind)
              .map(({ key, name }) => (
                <th key={key} scope="col">
                  {name.replace('分队', '')}
                </th>
              )),
          )}
        </tr>
      </thead>
      <tbody>
        {days.map((day) => (
          <Row
            key={day.day}
            day={day}
            columns={kinds.flatMap((kind) => columns.filter((column) => column.kind === kind))}
            shifts={byDay.get(day.day) ?? NONE}
            handling={handling}
            isToday={day.day === today}
            marked={marked}
          />
        ))}
      </tbody>
    </table>
  );
}
const NONE: RosterShift[] = [];
