import { type Listed } from '../answers';
import { Badge, type Tone } from '../shell/Badge';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { remaining, short } from '../time';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import { type ListedIncident } from './answers';
import { ETA } from './Eta';

const TONES: Record<ListedIncident['tone'], Tone> = {
  blue: 'primary',
  green: 'good',
  orange: 'warning',
  red: 'danger',
  grey: 'plain',
};

/** What is filtered by: words of the address. */
export type IncidentFilter = Readonly<Record<string, string>>;
const addressOf = (filter: IncidentFilter) =>
  `/api/incidents?${new URLSearchParams({ limit: '100', ...filter }).toString()}`;

/** The incidents this person may see, with their running clocks; `onChoose` opens one. */
export function IncidentRows({
  filter,
  chosen,
  onChoose,
}: {
  filter: IncidentFilter;
  chosen?: string | undefined;
  onChoose: (id: string) => void;
}) {
  const { data, error, reload } = useRemote<Listed<ListedIncident>>(
    addressOf(filter),
    ({ store }) => store === 'incidents',
  );
  const now = useNow(1000);
  if (!data) return error === undefined ? <Waiting lines={4} /> : <Trouble error={error} onAgain={reload} />;
  if (data.items.length === 0)
    return <Nothing title="没有这样的事件">换个条件看看；新来的事件会自动出现在这里。</Nothing>;
  return (
    <ul className="record-rows" aria-label="事件">
      {data.items.map((item) => (
        <li key={item.id}>
          <button
            type="button"
            className={item.id === chosen ? 'record-row chosen' : 'record-row'}
            aria-current={item.id === chosen}
            onClick={() => onChoose(item.id)}
            data-testid="record-row"
          >
            <span className="row">
              {item.emergency && <Badge tone="danger">突发</Badge>}
              <strong>{item.no}</strong>
              <time className="push hint" dateTime={item.receivedAt}>
                {short(item.receivedAt, now)}
              </time>
            </span>
            <span className="incident-title">
              {item.title}
              {item.place && ` · ${item.place}`}
            </span>
            <span className="row wrap">
              <Badge tone={TONES[item.tone]}>{item.statusLine}</Badge>
              {item.eta ? (
                <ETA at={item.eta} now={now} />
              ) : (
                item.until && (
                  <span className={new Date(item.until) < now ? 'push fault' : 'push hint'}>
                    {remaining(item.until, now)}
                  </span>
                )
              )}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
