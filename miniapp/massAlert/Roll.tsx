import { useState } from 'react';
import { request } from '../api';
import { freshId } from '../freshId';
import { toast } from '../shell/toast';
import { Waiting } from '../shell/States';
import { short } from '../time';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import { sentenceOf } from '../wire';
import { type BoardAnswer, type Recipient, type RollAnswer } from './answers';

const SHELVES = [
  { which: 'silent', label: '未回复' },
  { which: 'help', label: '求助' },
  { which: 'unreachable', label: '联系不上' },
  { which: 'answered', label: '已回复' },
  { which: 'all', label: '全部' },
] as const;
type Which = (typeof SHELVES)[number]['which'];
const PAGE = 20;

function wordsOf(recipient: Recipient, now: Date): string {
  const { answer, unreachable, readAt, deliveredAt, acceptedAt, round } = recipient;
  if (answer)
    return `${answer.choice} ${short(answer.at, now)}${answer.late ? ' 迟到' : ''}${answer.entered ? '（代登记）' : ''}${answer.words ? ` · ${answer.words}` : ''}${answer.location ? ` · 位置${answer.location[1].toFixed(3)},${answer.location[0].toFixed(3)}` : ''}`;
  if (unreachable) return unreachable;
  const again = round > 1 ? `，已通知${round}次` : '';
  if (readAt) return `已读未回复${again}`;
  if (deliveredAt) return `已送达，未读${again}`;
  return acceptedAt ? `已发出${again}` : '正在发出';
}

/** The people of the roll, by what has become of them; those reached by telephone can be entered here. */
export function Roll({
  id,
  choices,
  unit,
  mayEnter,
}: {
  id: string;
  choices: BoardAnswer['choices'];
  unit: string | null | undefined;
  mayEnter: boolean;
}) {
  const [which, setWhich] = useState<Which>('silent');
  const [limit, setLimit] = useState(PAGE);
  const [entering, setEntering] = useState<string | null>(null);
  const now = useNow(30_000);
  const query = new URLSearchParams({
    which,
    limit: String(limit),
    ...(unit === undefined ? {} : { unit: unit ?? '' }),
  });
  const { data, reload } = useRemote<RollAnswer>(
    `/api/alerts/${encodeURIComponent(id)}/roll?${String(query)}`,
    (change) => change.store === 'mass_alerts' && change.id === id,
    1500,
  );
  return (
    <>
      <div className="segments alert-shelves" role="tablist" aria-label="名单">
        {SHELVES.map((shelf) => (
          <button
            key={shelf.which}
            type="button"
            role="tab"
            aria-selected={shelf.which === which}
            className="segment"
            data-testid={`roll-${shelf.which}`}
            onClick={() => {
              setWhich(shelf.which);
              setLimit(PAGE);
            }}
          >
            {shelf.label}
          </button>
        ))}
      </div>
      {!data && <Waiting lines={1} />}
      {data?.items.length === 0 && <p className="hint">没有这样的人。</p>}
      <ul className="alert-roll" data-testid="roll">
        {data?.items.map((recipient) => (
          <li key={recipient.id} className={recipient.unreachable || recipient.help ? 'alarm' : ''}>
            <div className="row">
              <strong>{recipient.label}</strong>
              <span className="hint">{recipient.unitName}</span>
              {mayEnter && recipient.status === 'silent' && (
                <button
                  type="button"
                  className="button quiet push"
                  data-testid="enter"
                  aria-label={`代${recipient.label}登记`}
                  onClick={() => setEntering(entering === recipient.id ? null : recipient.id)}
                >
                  代登记
                </button>
              )}
            </div>
            <p className={recipient.unreachable ? 'fault' : 'hint'}>{wordsOf(recipient, now)}</p>
            {entering === recipient.id && (
              <Entering
                id={id}
                recipient={recipient}
                choices={choices}
                onDone={() => {
                  setEntering(null);
                  reload();
                }}
              />
            )}
          </li>
        ))}
      </ul>
      {data?.next && limit < 200 && (
        <button type="button" className="button" onClick={() => setLimit(Math.min(limit + PAGE, 200))}>
          再看{PAGE}人
        </button>
      )}
      {data?.next && limit >= 200 && <p className="hint">人数较多，请点上面的单位查看，或导出点名表。</p>}
    </>
  );
}

/** What somebody said on the telephone. */
function Entering({
  id,
  recipient,
  choices,
  onDone,
}: {
  id: string;
  recipient: Recipient;
  choices: BoardAnswer['choices'];
  onDone: () => void;
}) {
  const [words, setWords] = useState('电话联系');
  const [busy, setBusy] = useState(false);
  async function enter(choice: string) {
    setBusy(true);
    try {
      const body = { recipient: recipient.id, choice, words };
      await request(`/api/alerts/${encodeURIComponent(id)}/enter`, { method: 'POST', body, key: freshId() });
      toast(`已登记：${recipient.label} ${choice}`);
      onDone();
    } catch (error) {
      toast(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <div className="alert-entering">
      <input
        className="alert-input"
        value={words}
        maxLength={200}
        aria-label="怎样联系上的"
        onChange={(event) => setWords(event.target.value)}
      />
      <div className="chips">
        {choices.map(({ text }) => (
          <button key={text} type="button" className="chip alert-chip" disabled={busy} onClick={() => void enter(text)}>
            {text}
          </button>
        ))}
      </div>
    </div>
  );
}
