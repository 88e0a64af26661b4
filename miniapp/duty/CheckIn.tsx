import { useState } from 'react';
import { whereIsThePhone } from '../petition/whereIsThePhone';
import { type Act, sentenceOf } from '../record/useTaps';
import { toast } from '../shell/toast';
import { moment } from '../time';
import { useNow } from '../useNow';
import { type ShiftSeat } from './shiftAnswer';

/** 到岗: one tap takes the position and checks in. Without a position it still counts, and the leader asks. */
export function CheckIn({ seat, act }: { seat: ShiftSeat; act: Act }) {
  const [busy, setBusy] = useState('');
  const [trouble, setTrouble] = useState<string | null>(null);
  const now = useNow();

  async function send(location: [number, number] | null) {
    setBusy('正在签到…');
    toast(sentenceOf('到岗', await act('checkIn', `到岗 ${seat.postName}`, { seat: seat.id, location }, {})));
    setBusy('');
  }
  async function locate() {
    setTrouble(null);
    setBusy('正在定位…');
    const here = await whereIsThePhone().catch((error: unknown) => {
      setTrouble(error instanceof Error ? error.message : '暂时定不了位。');
      return null;
    });
    if (here) await send(here.location);
    else setBusy('');
  }

  return (
    <section className="card" aria-label="到岗签到">
      <h2>到岗签到</h2>
      <p className="hint">
        {seat.postName}
        {seat.checkInBy && `，请在${moment(seat.checkInBy, now)}前签到`}
      </p>
      {trouble && (
        <p className="fault" role="alert">
          {trouble.replace('直接填写地点', '点“不带定位签到”')}
        </p>
      )}
      <button
        type="button"
        className="button big primary"
        disabled={busy !== ''}
        onClick={() => void locate()}
        data-testid="check-in"
      >
        {busy || '定位并到岗'}
      </button>
      {trouble && (
        <button
          type="button"
          className="button big"
          disabled={busy !== ''}
          onClick={() => void send(null)}
          data-testid="check-in-blind"
        >
          不带定位签到（会请带班领导核实）
        </button>
      )}
    </section>
  );
}
