import { Button, Select } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { shanghaiDay } from '../../models/core/calendar';
import { COUNTIES } from '../../models/core/place';
import { POSTS } from '../../models/duty/duty.schema';
import { type Listed, type Me } from '../answers';
import { Trouble, Waiting } from '../shell/States';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import { GapStrip } from './GapStrip';
import { ImportModal } from './ImportModal';
import { LoadTable } from './LoadTable';
import { PlanWizard } from './PlanWizard';
import {
  type Colleague,
  type Gaps,
  monthBeside,
  monthWords,
  type Placed,
  type RosterColumn,
  type RosterMonth,
} from './rosterAnswer';
import { type Dragged, RosterGrid } from './RosterGrid';
import { type Change, SeatModal } from './SeatModal';
import './roster.css';

const all = (words: Record<string, string>, none: string) => [
  { value: '', label: none },
  ...Object.entries(words).map(([value, label]) => ({ value, label })),
];

/** 值班表 at the desk: a month at a glance, changed by dragging or by keyboard, every conflict said before it is saved. */
export function RosterDesk({ id }: { me: Me; id: string | undefined }) {
  const now = useNow(60_000);
  const today = shanghaiDay(now);
  const [, go] = useLocation();
  const [month, setMonth] = useState(today.slice(0, 7));
  const [post, setPost] = useState('');
  const [county, setCounty] = useState('');
  const [marked, setMarked] = useState<string | null>(null);
  const [isImporting, setImporting] = useState(false);
  const [dragged, setDragged] = useState<Dragged | null>(null);
  const [open, setOpen] = useState<{ placed: Placed; begun: Change | null } | null>(null);
  const { data, error, reload } = useRemote<RosterMonth>(
    `/api/duty/roster?month=${month}`,
    ({ store }) => store === 'shifts',
  );
  const mayPlan = data?.may.plan ?? false;
  const people = useRemote<Listed<Colleague>>(mayPlan ? '/api/duty/people' : null, () => false);
  const gaps = useRemote<Gaps>(mayPlan ? '/api/duty/gaps' : null, ({ store }) => store === 'shifts', 2_000);
  const filter = useCallback(
    (column: Pick<RosterColumn, 'post' | 'county'>) =>
      (post === '' || column.post === post) && (county === '' || column.county === county || column.county === null),
    [post, county],
  );
  const editable = data?.may.arrange ?? false;
  const handling = useMemo(
    () => ({
      editable,
      onDrag: setDragged,
      onChoose: (placed: Placed) => setOpen({ placed, begun: null }),
      onDrop: (onto: Placed) => {
        setDragged(null);
        if (!dragged) return;
        if ('person' in dragged) setOpen({ placed: onto, begun: { onto, person: dragged.person.id } });
        else if (dragged.from.seat !== onto.seat) setOpen({ placed: onto, begun: { onto, with: dragged.from } });
      },
    }),
    [editable, dragged],
  );
  if (!data) return error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />;
  return (
    <div className="roster-desk">
      <header className="roster-bar">
        <h1>值班表</h1>
        <Button onClick={() => setMonth(monthBeside(month, -1))} aria-label="上个月">
          ‹
        </Button>
        <b className="roster-month" data-testid="roster-month">
          {monthWords(month)}
        </b>
        <Button onClick={() => setMonth(monthBeside(month, 1))} aria-label="下个月" data-testid="next-month">
          ›
        </Button>
        <Button onClick={() => setMonth(today.slice(0, 7))}>本月</Button>
        <Select value={county} options={all(COUNTIES, '全部县区')} onChange={setCounty} aria-label="县区" />
        <Select value={post} options={all(POSTS, '全部岗位')} onChange={setPost} aria-label="岗位" />
        <span className="push" />
        <Button href={`/api/duty/export?month=${month}`}>导出</Button>
        {mayPlan && <Button onClick={() => setImporting(true)}>导入表格</Button>}
        {mayPlan && (
          <Button type="primary" onClick={() => go('/roster/new')} data-testid="plan-roster">
            排班
          </Button>
        )}
      </header>
      {gaps.data && <GapStrip gaps={gaps.data} />}
      <div className="roster-columns">
        <div className="roster-scroll">
          {data.shifts.length === 0 && (
            <p className="notice">
              {monthWords(month)}还没有排班{mayPlan ? '，请点“排班”或导入表格。' : '。'}
            </p>
          )}
          <RosterGrid
            days={data.days}
            shifts={data.shifts}
            today={today}
            marked={marked}
            handling={handling}
            filter={filter}
          />
        </div>
        <aside className="roster-side" aria-label="值班负担">
          <h2>值班负担</h2>
          <p className="hint">班次、夜班和休息日按本月，法定节假日按全年。{editable && '可把姓名拖到岗位上。'}</p>
          <LoadTable
            loads={data.loads}
            filter={filter}
            marked={marked}
            onMark={setMarked}
            {...(editable ? { onDrag: setDragged } : {})}
          />
        </aside>
      </div>
      {open && (
        <SeatModal
          key={`${open.placed.shift.id} ${open.placed.seat.id ?? ''}`}
          placed={open.placed}
          begun={open.begun}
          people={people.data?.items ?? []}
          loads={data.loads}
          shifts={data.shifts}
          editable={editable}
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null);
            reload();
          }}
        />
      )}
      {isImporting && (
        <ImportModal
          month={monthBeside(month, 1)}
          onClose={() => setImporting(false)}
          onDone={(plan) => {
            setImporting(false);
            go(`/roster/${plan}`);
          }}
        />
      )}
      {id && mayPlan && (
        <PlanWizard
          key={id}
          id={id === 'new' ? null : id}
          today={today}
          people={people.data?.items ?? []}
          onMade={(plan) => go(`/roster/${plan}`, { replace: true })}
          onClose={() => {
            go('/roster');
            reload();
          }}
        />
      )}
    </div>
  );
}
