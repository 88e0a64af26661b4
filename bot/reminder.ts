/**
 * The words of a reminder. DingTalk drops a text that one person had before on the same day and says nothing, so every reminder differs:
 * by its rung, by the time, and by a mark made from the id of its message.
 */
import { createHash } from 'node:crypto';

interface Reminding {
  /** Kind of matter, number and deadline; nothing else (bot/card.ts). */
  alert: string;
  rung: number;
  /** Whether somebody else was silent. */
  instead: boolean;
  /** Id of the message. */
  id: string;
  now: Date;
}

const OWN = ['', '还没有签收', '仍未签收，请马上处理', '多次提醒仍未签收，请立即处理'];
const INSTEAD = ['', '无人签收，请过问', '仍无人签收，请过问', '长时间无人签收，请立即过问'];

/** Hours and minutes in Asia/Shanghai. */
const timeWords = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 16);
/** Without letters and digits that are taken for one another. */
const SIGNS = '234679ACDEFGHJKMNPQRTUVWXY';
const markOf = (id: string) =>
  [...createHash('sha256').update(id).digest().subarray(0, 4)].map((byte) => SIGNS[byte % SIGNS.length]).join('');

/** One line for a work notice, a todo, a DING or a telephone call. Names nobody and no case. */
export function reminderOf({ alert, rung, instead, id, now }: Reminding): string {
  const [first, ...table] = instead ? INSTEAD : OWN;
  const plea = rung > 0 ? (table[Math.min(rung, table.length) - 1] ?? first) : '';
  const count = rung > 0 ? `第${rung}次提醒：` : '';
  return `${count}${alert}${plea ? `，${plea}` : ''}（${timeWords(now)} ${markOf(id)}）`;
}
