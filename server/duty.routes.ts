/** The calendar of the roster: who is on duty when, what a change would bring about, and the feed for one's own calendar. */
import type Router from '@koa/router';
import { z } from 'zod';
import { type Action, permits } from '../models/core/access';
import { recordDenied } from '../models/core/auditLog';
import { addCalendarDays, addCalendarMonths, dayStatus, shanghaiDay } from '../models/core/calendar';
import { DomainError } from '../models/core/errors';
import { checked } from '../models/core/workflow';
import { carriedBy } from '../models/duty/rosterLoads';
import { conflictsOf } from '../models/duty/conflicts';
import { closeFeed, feedOwner, feedSince, openFeed } from '../models/duty/feeds';
import { forecastNow } from '../models/duty/foresee';
import { dutyFeed } from '../models/duty/ical';
import { legalHoliday, legalHolidaysOf } from '../models/duty/legalHolidays';
import { onDuty } from '../models/duty/onDuty';
import { postKey } from '../models/duty/pattern';
import { daysBetween } from '../models/duty/planner';
import { dayWords } from '../models/duty/rosterImport';
import { type CalendarShift, shiftsOfDays, shiftsOn, staffForDuty } from '../models/duty/roster.store';
import { fits } from '../models/duty/rosterPools';
import { policy } from '../models/core/policy';
import { commandContext } from './commands';
import { type SignedIn } from './signIn';

const Month = z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/, '月份应写作 2026-12');
export const MonthQuery = z.strictObject({ month: Month });
const Id = z.string().min(1).max(100);
const Change = z.strictObject({
  shift: z
    .string()
    .regex(/^shift-\d{4}-\d{2}-\d{2}-[A-Z]+$/, '请从值班表里选择班次')
    .refine((id) => z.iso.date().safeParse(id.slice(6, 16)).success, '请从值班表里选择班次'),
  seat: Id,
  person: Id,
});
export const CheckChanges = z.strictObject({ changes: z.array(Change).min(1).max(4) });

/** @throws DomainError NOT_PERMITTED, logged */
export async function requireDuty(state: SignedIn, action: Action, refused: string): Promise<void> {
  if (permits(action, state.actor)) return;
  await recordDenied(commandContext(state), { objectType: 'shifts', objectId: '*', action });
  throw new DomainError('NOT_PERMITTED', refused, { action });
}
export const COLLEAGUES_ONLY = '值班表只对本单位工作人员开放。';

/** First and last day of a month. */
export const daysOfMonth = (month: string): [from: string, to: string] => [
  `${month}-01`,
  addCalendarDays(addCalendarMonths(`${month}-01`, 1), -1),
];

export const dayOf = (day: string) => ({
  day,
  works: dayStatus(day).works,
  words: dayWords(day),
  holiday: legalHoliday(day) ?? null,
});

const presentShift = ({ _id, version, status, kind, day, startsAt, endsAt, seats }: CalendarShift) => ({
  ...{ id: _id, version, status, kind, day, startsAt, endsAt },
  seats: seats.map(({ id, post, county, person, personName, state, reason, swap }) => ({
    ...{ id, post, county, person, personName, state, reason },
    swapping: Boolean(swap?.state),
  })),
});

/** The holidays of the whole year beside the month, since that is what they are shared out over. */
async function loads(month: string, shifts: readonly CalendarShift[]) {
  const holidays = legalHolidaysOf(Number(month.slice(0, 4))).map(([day]) => day);
  const overYear = new Map(
    carriedBy(await shiftsOn(holidays)).map((row) => [`${postKey(row)} ${row.person}`, row.holidays]),
  );
  return carriedBy(shifts).map((row) => ({ ...row, holidays: overYear.get(`${postKey(row)} ${row.person}`) ?? 0 }));
}

async function monthOf(month: string, { actor }: SignedIn) {
  const [from, to] = daysOfMonth(month);
  const shifts = await shiftsOfDays(from, to);
  return {
    month,
    days: daysBetween(from, to).map(dayOf),
    shifts: shifts.map(presentShift),
    loads: await loads(month, shifts),
    may: {
      arrange: permits('arrangeDuty', actor),
      plan: permits('planRoster', actor),
      publish: permits('publishRoster', actor),
    },
  };
}

async function staffAnswer() {
  const { pools } = policy().duty;
  const posts = policy().duty.pattern.flatMap(({ needs }) => needs);
  const unique = [...new Map(posts.map((need) => [postKey(need), need])).values()];
  return (await staffForDuty()).map((person) => ({
    ...{ id: person._id, name: person.name, unitName: person.unitName, county: person.county, pinyin: person.pinyin },
    posts: unique.filter((need) => fits(person, need, pools)).map(postKey),
  }));
}

/** Every route of the calendar. */
export function dutyRoutes(router: Router, { publicUrl }: { publicUrl: string }): void {
  const stateOf = (ctx: { state: unknown }) => ctx.state as SignedIn;

  router.get('/api/duty/roster', async (ctx) => {
    await requireDuty(stateOf(ctx), 'seeRoster', COLLEAGUES_ONLY);
    const { month } = checked(MonthQuery, { ...ctx.query });
    ctx.body = await monthOf(month, stateOf(ctx));
  });
  router.get('/api/duty/mine', async (ctx) => {
    const { actor } = stateOf(ctx);
    await requireDuty(stateOf(ctx), 'seeRoster', COLLEAGUES_ONLY);
    const { month } = checked(MonthQuery, { ...ctx.query });
    const [from, to] = daysOfMonth(month);
    // The last days of the month before and the first of the next are in the same weeks.
    const found = await shiftsOfDays(addCalendarDays(from, -7), addCalendarDays(to, 7), actor.id);
    const own = (shift: CalendarShift) =>
      shift.seats.filter(({ person, state }) => person === actor.id && state !== 'absent');
    const items = found
      .map((shift) => presentShift({ ...shift, seats: own(shift) }))
      .filter(({ seats }) => seats.length > 0);
    ctx.body = { month, days: daysBetween(from, to).map(dayOf), items };
  });
  router.get('/api/duty/now', async (ctx) => {
    await requireDuty(stateOf(ctx), 'seeRoster', COLLEAGUES_ONLY);
    const { shifts, ...people } = await onDuty(stateOf(ctx).now);
    ctx.body = { ...people, shifts: shifts.map(({ _id, kind, day, status }) => ({ id: _id, kind, day, status })) };
  });
  router.get('/api/duty/people', async (ctx) => {
    await requireDuty(stateOf(ctx), 'planRoster', '排班由指挥中心和局领导办理，请联系值班员。');
    ctx.body = { items: await staffAnswer() };
  });
  router.get('/api/duty/gaps', async (ctx) => {
    await requireDuty(stateOf(ctx), 'planRoster', '缺口预报由指挥中心和局领导查看。');
    ctx.body = await forecastNow(stateOf(ctx).now);
  });
  router.post('/api/duty/check', async (ctx) => {
    await requireDuty(stateOf(ctx), 'arrangeDuty', '调整值班表由带班领导或局领导办理，您可以在自己的班次里申请换班。');
    const { changes } = checked(CheckChanges, ctx.request.body ?? {});
    ctx.body = { conflicts: await conflictsOf(changes) };
  });

  router.get('/api/duty/ical', async (ctx) => {
    ctx.body = { since: await feedSince(stateOf(ctx).actor.id) };
  });
  router.post('/api/duty/ical', async (ctx) => {
    const { actor, now } = stateOf(ctx);
    await requireDuty(stateOf(ctx), 'seeRoster', COLLEAGUES_ONLY);
    ctx.body = { url: `${publicUrl}${FEED}${await openFeed(actor.id, now)}.ics`, since: now };
  });
  router.delete('/api/duty/ical', async (ctx) => {
    await closeFeed(stateOf(ctx).actor.id);
    ctx.body = { since: null };
  });
}

const FEED = '/api/duty/ical/';
const PAST_DAYS = 31;
const AHEAD_DAYS = 400;
const TOKEN = /^([\w-]{43})\.ics$/;

/** The feed itself: a calendar cannot sign in, so the address is the key. It stands outside the signed-in routes. */
export function dutyFeedRoutes(router: Router, { publicUrl, clock }: { publicUrl: string; clock: () => Date }): void {
  router.get(`${FEED}:file`, async (ctx) => {
    const token = TOKEN.exec(String(ctx.params['file']))?.[1];
    const owner = token ? await feedOwner(token) : null;
    if (!owner) throw new DomainError('NOT_FOUND', '这个日历地址已经失效，请在“我的值班”里重新生成。');
    const now = clock();
    const today = shanghaiDay(now);
    const found = await shiftsOfDays(addCalendarDays(today, -PAST_DAYS), addCalendarDays(today, AHEAD_DAYS), owner._id);
    const shifts = found.flatMap(({ _id: id, version, kind, day, startsAt, endsAt, seats }) =>
      seats
        .filter(({ person, state }) => person === owner._id && state !== 'absent')
        .map(({ post, county, state }) => ({
          id,
          version,
          kind,
          day,
          startsAt,
          endsAt,
          post,
          county,
          confirmed: state !== 'planned',
        })),
    );
    ctx.set('content-type', 'text/calendar; charset=utf-8');
    ctx.set('cache-control', 'private, max-age=300');
    ctx.set('referrer-policy', 'no-referrer');
    ctx.body = dutyFeed({ shifts, link: (id) => `${publicUrl}/#/shifts/${id}`, now });
  });
}
