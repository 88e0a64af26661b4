import { Badge, type Tone } from '../shell/Badge';
import { short } from '../time';
import { useNow } from '../useNow';
import { type ShiftSeat } from './shiftAnswer';

const TONES: Record<ShiftSeat['state'], Tone> = {
  planned: 'warning',
  confirmed: 'primary',
  checkedIn: 'good',
  relieved: 'plain',
  absent: 'danger',
};

const SWAP_WORDS: Record<string, string> = {
  asked: '等对方答复',
  agreed: '等负责人批准',
  moving: '正在对调',
  released: '正在对调',
  undoing: '正在恢复原班',
};

/** 岗位: who stands where, and why this person: the same for everybody. */
export function SeatList({ seats }: { seats: readonly ShiftSeat[] }) {
  const now = useNow();
  return (
    <section className="card" aria-label="岗位">
      <h2>岗位</h2>
      <ul className="seats">
        {seats.map(({ id, postName, personName, state, stateLabel, reason, mine, swap, checkedInAt, unfilled }) => (
          <li key={id} data-testid="seat">
            <div className="row wrap">
              <strong>{postName}</strong>
              <span>
                {personName}
                {mine && '（我）'}
              </span>
              <span className="push" />
              {unfilled && <Badge tone="danger">无人可派</Badge>}
              <Badge tone={TONES[state]}>
                {stateLabel}
                {checkedInAt && state === 'checkedIn' ? ` ${short(checkedInAt, now)}` : ''}
              </Badge>
            </div>
            <p className="hint">{reason}</p>
            {swap && (
              <p className="notice">
                {swap.from}与{swap.with}
                {swap.inReturn ? `（${swap.inReturn}）对调` : '换班'}：{SWAP_WORDS[swap.state] ?? ''}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
