import fc from 'fast-check';
import * as chineseDays from 'chinese-days';
import { dayStatus, startOfShanghaiDay } from '../models/core/calendar';
import { type Violation, violations } from '../models/duty/invariants';
import { legalHoliday, legalHolidaysOf } from '../models/duty/legalHolidays';
import { DEFAULT_PATTERN, type Pattern, Pattern as PatternShape, postsOf, spanOf } from '../models/duty/pattern';
import { type Absence, type Plan, type PlanInput, planRoster, type Pool } from '../models/duty/planner';

const REST = 11;
const crew = (key: string, size: number) =>
  Array.from({ length: size }, (_, n) => ({ id: `${key}${n}`, name: `${key}${n}` }));
const pool = (post: Pool['post'], size: number, county: Pool['county'] = null): Pool => ({
  post,
  county,
  people: crew(`${post}${county ?? ''}-`, size),
});
/** As many people as the smallest bureau has. */
const POOLS: Pool[] = [
  pool('LEADER', 5),
  pool('OPERATOR', 6),
  pool('SQUAD', 13, '330902'),
  pool('SQUAD', 13, '330903'),
  pool('SQUAD', 10, '330921'),
  pool('SQUAD', 6, '330922'),
  pool('MONITORING', 24),
];
const asked = (change: Partial<PlanInput> = {}): PlanInput => ({
  from: '2026-01-01',
  to: '2026-12-31',
  pattern: DEFAULT_PATTERN,
  pools: POOLS,
  absences: [],
  standing: [],
  restHours: REST,
  ...change,
});
const at = (words: string) => new Date(`${words.replace(' ', 'T')}:00+08:00`);
const away = (person: string, from: string, to: string): Absence => ({ person, from: at(from), to: at(to) });

/** Judged by the independent checker. The day before the first has no shifts, so posts of 24 hours begin at 08:30. */
function faults(input: PlanInput, plan: Plan, from = at(`${input.from} 08:30`)): Violation[] {
  const shifts = plan.shifts.map((shift) => ({ ...shift, _id: shift.id }));
  return violations(
    [
      ...shifts,
      ...input.standing.map((shift) => ({
        ...shift,
        _id: shift.id,
        seats: shift.seats.map((seat) => ({ ...seat, personName: seat.person })),
      })),
    ],
    {
      from,
      to: new Date(startOfShanghaiDay(input.to).getTime() + 24 * 3_600_000),
      posts: postsOf(input.pattern),
      restHours: input.restHours,
      absences: input.absences,
      pools: input.pools,
    },
  );
}
const spread = (plan: Plan, post: string, of: 'turns' | 'nights' | 'holidays' | 'offDays') => {
  const values = plan.loads.filter((load) => load.post === post && load.county === null).map((load) => load[of]);
  return Math.max(...values) - Math.min(...values);
};

describe('the statutory holidays', () => {
  it('are thirteen days, known without the notice of the year', () => {
    expect(legalHolidaysOf(2026).map(([day, name]) => `${day.slice(5)} ${name}`)).toEqual([
      '01-01 元旦', '02-16 春节', '02-17 春节', '02-18 春节', '02-19 春节', '04-05 清明节', '05-01 劳动节', '05-02 劳动节',
      '06-19 端午节', '09-25 中秋节', '10-01 国庆节', '10-02 国庆节', '10-03 国庆节',
    ]); // prettier-ignore
    expect(legalHolidaysOf(2027)).toHaveLength(13);
  });
  it('lie within the days off that the State Council announced', () => {
    for (const year of [2025, 2026])
      for (const [day] of legalHolidaysOf(year)) {
        expect([day, dayStatus(day).works]).toEqual([day, false]);
        expect([day, chineseDays.isHoliday(day)]).toEqual([day, true]);
      }
  });
  it('are ordinary days off when a notice only moves the weekend there', () => {
    expect(legalHoliday('2026-02-20')).toBeUndefined();
    expect(dayStatus('2026-02-20').works).toBe(false);
  });
});

describe('the pattern', () => {
  it('puts a shift until the next morning on the day on which it begins', () => {
    const full = DEFAULT_PATTERN.find(({ kind }) => kind === 'FULL')!;
    expect(spanOf(full, '2026-12-31')).toEqual({ startsAt: at('2026-12-31 08:30'), endsAt: at('2027-01-01 08:30') });
    expect(spanOf({ from: '17:30', to: '24:00' }, '2026-12-31').endsAt).toEqual(at('2027-01-01 00:00'));
  });
  it('is refused when one kind of shift stands twice on one day', () => {
    expect(PatternShape.safeParse([...DEFAULT_PATTERN, DEFAULT_PATTERN[1]]).success).toBe(false);
    const [night, day] = DEFAULT_PATTERN as [Pattern[number], Pattern[number]];
    expect(PatternShape.safeParse([night, { ...day, days: 'working' }, { ...day, days: 'off' }]).success).toBe(true);
  });
});

describe('a year planned for the bureau', () => {
  const input = asked();
  const plan = planRoster(input);

  it('leaves no minute uncovered, nobody on two posts, 11 hours of rest, holidays within one', () => {
    expect(faults(input, plan)).toEqual([]);
    expect(plan.problems).toEqual([]);
  });
  it('shares nights, days off and turns among people who are always there', () => {
    for (const post of ['LEADER', 'OPERATOR', 'MONITORING'])
      expect(
        [spread(plan, post, 'turns'), spread(plan, post, 'nights'), spread(plan, post, 'offDays')].every((n) => n <= 2),
      ).toBe(true);
  });
  it('says of every seat why this person', () => {
    const reasons = plan.shifts.flatMap(({ seats }) => seats.map(({ reason }) => reason));
    expect(reasons.every((reason) => reason.length > 5)).toBe(true);
    expect(plan.shifts.find(({ id }) => id === 'shift-2026-10-01-DAY')?.seats[0]?.reason).toMatch(
      /国庆节轮值：本年法定节假日已值 \d+ 次|为均衡法定节假日/,
    );
  });
  it('is the same plan every time', () => {
    expect(planRoster(asked())).toEqual(plan);
  });
  it('treats a make-up day as a working day', () => {
    const weekdays: Pattern = DEFAULT_PATTERN.map((row) =>
      row.kind === 'DAY' ? { ...row, days: 'working' as const } : row,
    );
    const ids = planRoster(asked({ pattern: weekdays, from: '2026-02-13', to: '2026-02-20' })).shifts.map(
      ({ id }) => id,
    );
    expect(ids).toContain('shift-2026-02-14-DAY');
    expect(ids).not.toContain('shift-2026-02-16-DAY');
  });
});

describe('what stands already', () => {
  it('is neither planned again nor forgotten: rest and holidays count on', () => {
    const first = planRoster(asked({ to: '2026-06-30' }));
    const standing = first.shifts.map((shift) => ({ ...shift, seats: shift.seats }));
    const input = asked({ from: '2026-06-30', to: '2026-12-31', standing });
    const second = planRoster(input);
    expect(second.shifts.some(({ day }) => day === '2026-06-30')).toBe(false);
    expect(faults(input, second, at('2026-07-01 00:00'))).toEqual([]);
  });
  it('does not make somebody new work every night to catch up', () => {
    const standing = planRoster(asked({ to: '2026-06-30' })).shifts;
    const pools = POOLS.map((one) =>
      one.post === 'OPERATOR' ? { ...one, people: [...one.people, { id: 'new', name: '新来的' }] } : one,
    );
    const plan = planRoster(asked({ from: '2026-07-01', to: '2026-07-31', pools, standing }));
    expect(plan.loads.find(({ person }) => person === 'new')!.turns).toBeLessThan(20);
  });
});

describe('too few people', () => {
  it('leaves the seat empty and says when, which post, why, and what would help', () => {
    const pools = POOLS.map((one) => (one.post === 'LEADER' ? pool('LEADER', 2) : one));
    const { problems, shifts } = planRoster(asked({ from: '2026-03-02', to: '2026-03-02', pools }));
    expect(problems).toEqual([
      {
        kind: 'empty',
        post: 'LEADER',
        county: null,
        from: at('2026-03-02 17:30'),
        to: at('2026-03-03 00:00'),
        words: '3月2日晚班的带班领导排不出人：2 人中 2 人已有班次或休息不足 11 小时',
        help: '请给带班领导增加人选，或调整请假、班次时间',
      },
    ]);
    expect(shifts.find(({ kind }) => kind === 'EVENING')!.seats[0]).toMatchObject({
      person: '',
      reason: '排不出人，请另行安排',
    });
  });
  it('says so of a pool without people', () => {
    const { problems } = planRoster(
      asked({ from: '2026-03-02', to: '2026-03-02', pools: POOLS.filter(({ post }) => post !== 'MONITORING') }),
    );
    expect(problems.map(({ words }) => words)).toEqual(['3月2日全天班的应急监测排不出人：没有可排的人选']);
  });
  it('says so when leave makes the holidays uneven', () => {
    const absences = [away('OPERATOR-0', '2026-01-01 00:00', '2026-12-01 00:00')];
    const { problems } = planRoster(asked({ absences }));
    expect(problems.map(({ kind, post }) => [kind, post])).toEqual([['holidays', 'OPERATOR']]);
    expect(problems[0]!.words).toMatch(/法定节假日班次相差超过 1 次/);
  });
  it('trades seats so that whoever is away over the longest holiday carries others instead', () => {
    const leaders = pool('LEADER', 4);
    const pattern: Pattern = DEFAULT_PATTERN.filter(({ kind }) => kind !== 'FULL').map((row) => ({
      ...row,
      needs: [{ post: 'LEADER', county: null, count: 1 }],
    }));
    const absences = [
      away('LEADER-1', '2026-08-02 00:00', '2026-08-19 00:00'),
      away('LEADER-1', '2026-10-23 00:00', '2026-11-14 00:00'),
      away('LEADER-0', '2026-01-26 00:00', '2026-02-03 00:00'),
      away('LEADER-0', '2026-10-01 00:00', '2026-10-08 00:00'),
    ];
    const input = asked({ pattern, pools: [leaders], absences });
    const plan = planRoster(input);
    expect(spread(plan, 'LEADER', 'holidays')).toBeLessThanOrEqual(1);
    expect(faults(input, plan, at('2026-01-01 00:00'))).toEqual([]);
    expect(plan.shifts.some(({ seats }) => seats[0]!.reason.startsWith('为均衡法定节假日'))).toBe(true);
  });
  it('moves others when that fills a seat nobody is free for', () => {
    // Three leaders can just do it, each always on the same shift; whoever is away for one day must be stood in for by a fourth.
    const pools = POOLS.map((one) => (one.post === 'LEADER' ? pool('LEADER', 4) : one));
    const absences = [away('LEADER-0', '2026-03-04 00:00', '2026-03-07 00:00')];
    const input = asked({ from: '2026-03-02', to: '2026-03-15', pools, absences });
    expect(planRoster(input).problems).toEqual([]);
  });
  it('warns of a year whose notice has not been published', () => {
    const { problems } = planRoster(asked({ from: '2027-01-01', to: '2027-01-02' }));
    expect(problems.map(({ words }) => words)).toEqual([
      '2027年放假安排尚未载入，休息日暂按周末推算，法定节假日按日历推算',
    ]);
  });
});

describe('any bureau, any leave, any start', () => {
  const days = (n: number) => new Date(Date.parse('2026-01-01') + n * 86_400_000).toISOString().slice(0, 10);
  const anyAbsences = fc.array(
    fc.record({ who: fc.nat(40), first: fc.nat(364), length: fc.integer({ min: 1, max: 20 }) }),
    { maxLength: 12 },
  );
  const anyPools = fc.record({
    leaders: fc.integer({ min: 5, max: 9 }),
    operators: fc.integer({ min: 5, max: 12 }),
    squads: fc.tuple(...[0, 1, 2, 3].map(() => fc.integer({ min: 6, max: 16 }))),
    monitoring: fc.integer({ min: 4, max: 30 }),
  });
  const poolsOf = ({
    leaders,
    operators,
    squads,
    monitoring,
  }: {
    leaders: number;
    operators: number;
    squads: number[];
    monitoring: number;
  }): Pool[] => [
    pool('LEADER', leaders),
    pool('OPERATOR', operators),
    ...(['330902', '330903', '330921', '330922'] as const).map((county, n) => pool('SQUAD', squads[n] ?? 6, county)),
    pool('MONITORING', monitoring),
  ];

  it('holds all that must hold, or says where it does not', () => {
    fc.assert(
      fc.property(
        anyPools,
        anyAbsences,
        fc.nat(300),
        fc.integer({ min: 3, max: 120 }),
        (sizes, leave, start, length) => {
          const pools = poolsOf(sizes);
          const everybody = pools.flatMap(({ people }) => people);
          const absences = leave.map(({ who, first, length: long }) => ({
            person: everybody[who % everybody.length]!.id,
            from: startOfShanghaiDay(days(first)),
            to: startOfShanghaiDay(days(first + long)),
          }));
          const input = asked({ from: days(start), to: days(start + length), pools, absences });
          const plan = planRoster(input);
          const found = faults(input, plan);
          expect(found.filter(({ kind }) => kind === 'double' || kind === 'rest' || kind === 'absent')).toEqual([]);
          // Whatever the checker finds, the planner has said, and the other way round.
          const said = (kind: string) => plan.problems.filter((problem) => problem.kind === kind).length;
          expect(found.some(({ kind }) => kind === 'uncovered')).toBe(said('empty') > 0);
          expect(found.filter(({ kind }) => kind === 'holidays').length).toBe(said('holidays'));
        },
      ),
      { numRuns: 60, seed: 20260302 },
    );
  });

  it('leaves a seat empty only when no roster at all could fill it', () => {
    const pattern: Pattern = DEFAULT_PATTERN.filter(({ kind }) => kind !== 'FULL').map((row) => ({
      ...row,
      needs: [{ post: 'LEADER', county: null, count: 1 }],
    }));
    const anyLeave = fc.array(fc.record({ who: fc.nat(3), day: fc.nat(3) }), { maxLength: 4 });
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 4 }), anyLeave, (size, leave) => {
        const pools = [pool('LEADER', size)];
        const absences = leave.map(({ who, day }) =>
          away(`LEADER-${who}`, `2026-03-0${2 + day} 00:00`, `2026-03-0${3 + day} 00:00`),
        );
        const input = asked({ from: '2026-03-02', to: '2026-03-05', pattern, pools, absences });
        const plan = planRoster(input);
        const filled = plan.shifts.filter(({ seats }) => seats[0]!.person).length;
        expect(filled === plan.shifts.length).toBe(possible(input));
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  /** Every way of giving the seats in their order of time, tried out. */
  function possible({ from, to, pattern, pools, absences, restHours }: PlanInput): boolean {
    const spans = planRoster(asked({ from, to, pattern, pools: [] })).shifts;
    const people = pools[0]!.people.map(({ id }) => id);
    const fill = (n: number, freeAt: ReadonlyMap<string, number>): boolean => {
      const shift = spans[n];
      if (!shift) return true;
      return people.some((person) => {
        if ((freeAt.get(person) ?? 0) > shift.startsAt.getTime()) return false;
        if (absences.some((leave) => leave.person === person && leave.from < shift.endsAt && leave.to > shift.startsAt))
          return false;
        return fill(n + 1, new Map([...freeAt, [person, shift.endsAt.getTime() + restHours * 3_600_000]]));
      });
    };
    return fill(0, new Map());
  }
});
