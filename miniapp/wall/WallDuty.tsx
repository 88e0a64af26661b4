import { type DutyOnWall, type Post, type ShiftOnWall } from '../../models/wall/wall.schema';
import { countdown, countyName, minuteOf } from './words';

const STATES = {
  planned: '待确认',
  confirmed: '未到岗',
  checkedIn: '在岗',
  relieved: '已交班',
  absent: '缺岗',
} as const;

/** Whoever stands on post, with those who should and do not first in the eye. */
export function WallDuty({ duty, now }: { duty: DutyOnWall | null; now: Date }) {
  if (!duty) return <Panel title="在岗">值班情况读取失败，请电话确认</Panel>;
  if (duty.shifts.length === 0) return <Panel title="在岗">当时没有排班记录</Panel>;
  return (
    <Panel title="在岗">
      {duty.shifts.map((shift) => (
        <Shift key={shift.id} shift={shift} now={now} rostered={duty.rostered} />
      ))}
    </Panel>
  );
}

function Panel({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="wall-panel duty" aria-label={title} data-testid="wall-duty">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Shift({ shift, now, rostered }: { shift: ShiftOnWall; now: Date; rostered: boolean }) {
  const { label, status, startsAt, endsAt, posts, handover } = shift;
  const here = posts.filter(({ state }) => state !== 'relieved');
  const missing = here.filter((post) => post.missing);
  return (
    <div className="shift">
      <h3>
        {label}
        <small>{rostered ? `${minuteOf(startsAt)}–${minuteOf(endsAt).split(' ').at(-1)} ${status}` : status}</small>
      </h3>
      {missing.length > 0 && <p className="missing">未到岗：{missing.map(({ name }) => name).join('、')}</p>}
      {handover && (
        <p className={handover.overdue ? 'missing' : 'handing'}>
          交接还有{handover.left}项未确认，{countdown(handover.dueAt, now).late ? '已超时' : '剩余'}
          {countdown(handover.dueAt, now).words}
        </p>
      )}
      <dl className="posts">
        {grouped(here).map(([post, people]) => (
          <div key={post}>
            <dt>{post}</dt>
            <dd>
              {people.map(({ id, name, state, missing: isMissing }) => (
                <span
                  key={id}
                  className={isMissing ? 'gone' : state === 'checkedIn' ? 'here' : ''}
                  title={STATES[state]}
                >
                  {name}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** By post, squads by their county. */
function grouped(posts: readonly Post[]): [string, Post[]][] {
  const groups = new Map<string, Post[]>();
  for (const post of posts) {
    const name = post.county ? `${countyName(post.county).slice(0, 2)}${post.post.slice(0, 2)}` : post.post;
    groups.set(name, [...(groups.get(name) ?? []), post]);
  }
  return [...groups];
}
