import { useLocation } from 'wouter';
import { type Me } from '../answers';
import { DeskRecord } from '../desk/DeskRecord';
import { Nothing } from '../shell/States';
import { DueRows } from './DueRows';
import { type Kind, KINDS } from './kinds';

interface Props {
  me: Me;
  id: string | undefined;
  step: string | undefined;
}

/** One of the three queues at the desk, one of its records beside it. */
function Desk({ kind, id, step }: { kind: Kind } & Omit<Props, 'me'>) {
  const [, go] = useLocation();
  return (
    <div className="registry-desk">
      <aside aria-label={`${KINDS[kind].label}列表`}>
        <div className="segments">
          {(Object.keys(KINDS) as Kind[]).map((one) => (
            <button
              key={one}
              type="button"
              className="segment"
              aria-selected={kind === one}
              aria-pressed={kind === one}
              onClick={() => go(`/${one}`)}
            >
              {KINDS[one].label}
            </button>
          ))}
        </div>
        <DueRows
          path={`/api/${kind}?limit=60`}
          store={KINDS[kind].store}
          empty={KINDS[kind].empty}
          chosen={id}
          onChoose={(chosen) => go(`/${kind}/${encodeURIComponent(chosen)}`)}
        />
      </aside>
      <main aria-label={`${KINDS[kind].label}详情`}>
        {id ? (
          <DeskRecord key={id} path={kind} id={id} step={step} />
        ) : (
          <Nothing title={`请从左边选一件${KINDS[kind].label}`}>按期限从近到远排列。</Nothing>
        )}
      </main>
    </div>
  );
}
export const FollowUpsDesk = ({ id, step }: Props) => <Desk kind="follow-ups" id={id} step={step} />;
export const RectificationsDesk = ({ id, step }: Props) => <Desk kind="rectifications" id={id} step={step} />;
export const LookBacksDesk = ({ id, step }: Props) => <Desk kind="look-backs" id={id} step={step} />;
