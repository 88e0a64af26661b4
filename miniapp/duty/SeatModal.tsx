import { Button, Modal, Radio, Select } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { shiftName, postKey, postName } from '../../models/duty/pattern';
import { request } from '../api';
import { testId } from '../desk/StepModal';
import { freshId } from '../freshId';
import { toast } from '../shell/toast';
import { sentenceOf } from '../wire';
import {
  type Colleague,
  isEmptySeat,
  type Placed,
  type RosterConflict,
  type RosterLoad,
  type RosterShift,
} from './rosterAnswer';

/** What is to become of a seat: another person, or an exchange with another seat. */
export type Change = { onto: Placed; person: string } | { onto: Placed; with: Placed };

const changesOf = (change: Change) =>
  'with' in change
    ? [
        { shift: change.onto.shift.id, seat: change.onto.seat.id ?? '', person: change.with.seat.person },
        ...(isEmptySeat(change.onto.seat)
          ? []
          : [{ shift: change.with.shift.id, seat: change.with.seat.id ?? '', person: change.onto.seat.person }]),
      ]
    : [{ shift: change.onto.shift.id, seat: change.onto.seat.id ?? '', person: change.person }];

/** Ask the server what the change would bring about; undefined while it is being asked. */
function useConflicts(change: Change | null): { conflicts: RosterConflict[] | undefined; fault: string } {
  const [state, setState] = useState<{ conflicts: RosterConflict[] | undefined; fault: string }>({
    conflicts: undefined,
    fault: '',
  });
  const asked = change ? JSON.stringify(changesOf(change)) : '';
  useEffect(() => {
    if (!asked) return;
    let isGone = false;
    setState({ conflicts: undefined, fault: '' });
    const body = { changes: JSON.parse(asked) as object };
    request<{ conflicts: RosterConflict[] }>('/api/duty/check', { method: 'POST', body }).then(
      ({ conflicts }) => isGone || setState({ conflicts, fault: '' }),
      (error: unknown) => isGone || setState({ conflicts: undefined, fault: sentenceOf(error) }),
    );
    return () => {
      isGone = true;
    };
  }, [asked]);
  return state;
}

function save(change: Change): Promise<unknown> {
  const { shift, seat } = change.onto;
  const path = `/api/shifts/${encodeURIComponent(shift.id)}`;
  const key = freshId();
  if ('with' in change && !isEmptySeat(seat))
    return request(`${path}/trade`, {
      ...{ method: 'POST', key },
      body: { seat: seat.id, shift: change.with.shift.id, otherSeat: change.with.seat.id },
    });
  const person = 'with' in change ? change.with.seat.person : change.person;
  return request(`${path}/arrange`, { method: 'POST', key, body: { person: `${seat.id}|${person}` } });
}

const titleOf = ({ shift, seat }: Placed) => `${shiftName(shift.kind, shift.day)} · ${postName(seat)}`;

function whatHappens(change: Change, people: readonly Colleague[]): string {
  const { onto } = change;
  if ('with' in change)
    return isEmptySeat(onto.seat)
      ? `请${change.with.seat.personName}补上${titleOf(onto)}`
      : `${onto.seat.personName}与${change.with.seat.personName}对调：${titleOf(onto)} ⇄ ${titleOf(change.with)}`;
  const name = people.find(({ id }) => id === change.person)?.name ?? '';
  return isEmptySeat(onto.seat) ? `请${name}补上空缺` : `${onto.seat.personName} 改为 ${name}`;
}

function Verdict({ conflicts, fault }: ReturnType<typeof useConflicts>) {
  if (fault)
    return (
      <p className="fault" role="alert">
        {fault}
      </p>
    );
  if (!conflicts)
    return (
      <p className="hint" role="status">
        正在检查……
      </p>
    );
  if (conflicts.length === 0)
    return (
      <p className="roster-fine" role="status" data-testid="no-conflicts">
        没有冲突，可以保存。
      </p>
    );
  return (
    <ul className="roster-conflicts" role="alert" data-testid="conflicts">
      {conflicts.map(({ words, blocks }) => (
        <li key={words} className={blocks ? 'blocks' : 'warns'}>
          <b>{blocks ? '不能保存' : '请留意'}</b> {words}
        </li>
      ))}
    </ul>
  );
}

/** The people to choose from: those of the pool first, with what they carry this month. */
function choices(placed: Placed, people: readonly Colleague[], loads: readonly RosterLoad[]) {
  const key = postKey(placed.seat);
  const carried = new Map(loads.filter((load) => postKey(load) === key).map((load) => [load.person, load]));
  const option = ({ id, name, unitName }: Colleague) => {
    const load = carried.get(id);
    const words = load ? `本月 ${load.turns} 班、夜班 ${load.nights}、节假日 ${load.holidays}` : '本月没有班';
    return { value: id, label: `${name}　${unitName ?? ''}　${words}` };
  };
  const others = people.filter(({ id }) => id !== placed.seat.person);
  const turns = ({ id }: Colleague) => carried.get(id)?.turns ?? 0;
  const inPool = others.filter(({ posts }) => posts.includes(key)).sort((a, b) => turns(a) - turns(b));
  return [
    { label: `${postName(placed.seat)}人选（本月班次少的在前）`, options: inPool.map(option) },
    { label: '其他同事', options: others.filter(({ posts }) => !posts.includes(key)).map(option) },
  ];
}

/** Seats of the same post in the days around, to exchange with: the way for whoever does not drag. */
function tradable(placed: Placed, shifts: readonly RosterShift[]) {
  const key = postKey(placed.seat);
  return shifts
    .filter(({ id }) => id !== placed.shift.id)
    .flatMap((shift) =>
      shift.seats
        .filter((seat) => postKey(seat) === key && !isEmptySeat(seat) && seat.person !== placed.seat.person)
        .map((seat) => ({
          value: `${shift.id}|${seat.id ?? ''}`,
          label: `${shiftName(shift.kind, shift.day)}　${seat.personName}`,
        })),
    );
}

/**
 * Who sits there, why, and who else could: every conflict is said before anything is saved. Opened by a click or Enter on a seat, or by
 * dropping somebody on it (`begun`).
 */
export function SeatModal({
  placed,
  begun,
  people,
  loads,
  shifts,
  editable,
  onClose,
  onSaved,
}: {
  placed: Placed;
  begun: Change | null;
  people: readonly Colleague[];
  loads: readonly RosterLoad[];
  shifts: readonly RosterShift[];
  editable: boolean;
  onClose: () => void;
  onSaved: () => void;
}) {
  const [change, setChange] = useState<Change | null>(begun);
  const [way, setWay] = useState<'person' | 'trade'>(begun && 'with' in begun ? 'trade' : 'person');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState('');
  const verdict = useConflicts(change);
  const isSavable =
    change !== null && verdict.conflicts !== undefined && !verdict.conflicts.some(({ blocks }) => blocks);
  const options = useMemo(() => choices(placed, people, loads), [placed, people, loads]);
  const trades = useMemo(() => tradable(placed, shifts), [placed, shifts]);
  const submit = async () => {
    if (!change) return;
    setBusy(true);
    setRefused('');
    try {
      await save(change);
      toast('已保存，相关同事会收到通知');
      onSaved();
    } catch (error) {
      setRefused(sentenceOf(error));
      setBusy(false);
    }
  };
  const chooseTrade = (value: string) => {
    const [shiftId, seatId] = value.split('|');
    const shift = shifts.find(({ id }) => id === shiftId);
    const seat = shift?.seats.find(({ id }) => id === seatId);
    if (shift && seat) setChange({ onto: placed, with: { shift, seat } });
  };
  const { seat, shift } = placed;
  const isTrade = change !== null && 'with' in change;
  return (
    <Modal
      open
      title={titleOf(placed)}
      width={620}
      okText="保存"
      cancelText={editable ? '取消' : '关闭'}
      confirmLoading={busy}
      okButtonProps={{
        disabled: !isSavable,
        ...testId('save-seat'),
        ...(editable ? {} : { style: { display: 'none' } }),
      }}
      onOk={() => void submit()}
      onCancel={onClose}
      data-testid="seat-modal"
    >
      <dl className="facts">
        <div>
          <dt>现在</dt>
          <dd>{isEmptySeat(seat) ? '空缺' : seat.personName}</dd>
        </div>
        <div>
          <dt>原因</dt>
          <dd>{seat.reason || '—'}</dd>
        </div>
      </dl>
      {editable && (
        <>
          <Radio.Group
            className="roster-way"
            value={way}
            onChange={(event) => {
              setWay(event.target.value as typeof way);
              setChange(null);
            }}
            options={[
              { value: 'person', label: '换一个人' },
              ...(isEmptySeat(seat) ? [] : [{ value: 'trade', label: '与别的班次对调' }]),
            ]}
          />
          {way === 'person' ? (
            <Select
              className="roster-choice"
              value={change && !isTrade ? (change as { person: string }).person : null}
              options={options}
              onChange={(person: string) => setChange({ onto: placed, person })}
              placeholder="输入姓名查找"
              optionFilterProp="label"
              showSearch
              aria-label="换成"
            />
          ) : (
            <Select
              className="roster-choice"
              value={isTrade ? `${change.with.shift.id}|${change.with.seat.id ?? ''}` : null}
              options={trades}
              onChange={chooseTrade}
              placeholder="选择对方的班次"
              optionFilterProp="label"
              showSearch
              aria-label="对调的班次"
            />
          )}
          {change && <p className="roster-what">{whatHappens(change, people)}</p>}
          {change && <Verdict {...verdict} />}
          {refused && (
            <p className="fault" role="alert">
              {refused}
            </p>
          )}
        </>
      )}
      <Button type="link" href={`#/shifts/${encodeURIComponent(shift.id)}`} className="roster-open">
        打开这个班次
      </Button>
    </Modal>
  );
}
