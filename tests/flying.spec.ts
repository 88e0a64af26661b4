import fc from 'fast-check';
import { conflictsWith, sameOrigin } from '../models/declaration/relations';
import { type Relation } from '../models/declaration/declaration.schema';
import { commitmentOf, openingOf, seedOf, type Target } from '../models/flying/target';
import { drawTeam, nextFor, type TeamCandidate, type TeamInputs } from '../models/flying/teamDraw';
import { flyingWorkflow } from '../models/flying/flying.workflow';
import { verified } from './support/flyingVerifier';

const COUNTIES = ['330902', '330903', '330921', '330922'];
const candidate = (id: string, county: string | null, out = false): TeamCandidate => ({
  ...{ id, name: id, unitName: county ?? '执法队', county, force: county === null, out },
});
const pool = (perCounty = 4): TeamCandidate[] => [
  ...Array.from({ length: 6 }, (_, n) => candidate(`f${n}`, null)),
  ...COUNTIES.flatMap((county) => Array.from({ length: perCounty }, (_, n) => candidate(`${county}-${n}`, county))),
];
const seedNo = (n: number) => seedOf({ salt: 'ab'.repeat(32) }, 'x', n);
const inputs = (n: number, candidates = pool()): TeamInputs => ({ inspection: 'x', seed: seedNo(n), k: 3, candidates });
const countyOf = (id: string) => (id.startsWith('f') ? null : id.slice(0, 6));

const target: Target = {
  ...{ salt: 'ab'.repeat(32), enterprise: 'E07', name: '甲', uscc: 'DEMO7', sector: 'SEAFOOD', county: '330903' },
  ...{ place: '展茅', location: [122.3, 30.03], checkType: 'CASE', campaign: null, trigger: null },
  ...{ direction: '夜间', hints: '', boat: '' },
};

describe('the draw of the team', () => {
  it('is led by the force and has an officer from another county, whichever county is the target’s', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.array(fc.boolean(), { minLength: 22, maxLength: 22 }),
        (n, outs) => {
          const candidates = pool().map((one, at) => ({ ...one, out: outs[at] === true && at % 4 !== 0 }));
          const { team } = drawTeam(inputs(n, candidates));
          const [captain, ...others] = team.map(countyOf);
          expect(captain).toBeNull();
          for (const county of COUNTIES) expect(others.some((one) => one !== county)).toBe(true);
          expect(candidates.filter(({ id, out }) => out && team.includes(id))).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('says nothing of the county: every pair of counties is as frequent as every other', () => {
    const pairs = new Map<string, number>();
    const draws = 3_000;
    for (let n = 1; n <= draws; n += 1) {
      const pair = drawTeam(inputs(n)).team.slice(1).map(countyOf).sort().join();
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    }
    expect(pairs.size).toBe(6);
    const expected = draws / 6;
    const chi = [...pairs.values()].reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
    // 99.9 % of fair draws stay below, with five degrees of freedom; the seeds are fixed.
    expect(chi).toBeLessThan(20.5);
  });

  it('is the same for the same seed, whatever order the candidates come in, and can be taken again from the opened salt', () => {
    const one = drawTeam(inputs(1));
    expect(drawTeam(inputs(1, pool().reverse())).team).toEqual(one.team);
    const drawn = (salt: string) => {
      const opening = openingOf('x', { ...target, salt });
      return verified({ hash: commitmentOf(opening), opening }, { nth: 1, inputs: inputs(1) });
    };
    expect(drawn(target.salt)).toEqual({ agrees: true, team: one.team });
    expect(drawn('cd'.repeat(32)).team).toBeNull();
  });

  it('calls a substitute by the same rule, and nobody when nobody is left', () => {
    const { team } = drawTeam(inputs(2));
    const next = nextFor(inputs(2), 2, [team[0]!, team[2]!], new Set(team));
    expect(next?.county).not.toBe(countyOf(team[2]!));
    expect(nextFor(inputs(2), 1, team.slice(1), new Set(pool().map(({ id }) => id)))).toBeNull();
  });

  it('is refused in words that name neither a county nor a reason when no team is possible', () => {
    const bare = pool().map((one) => ({ ...one, out: one.county !== '330902' && !one.force }));
    expect(() => drawTeam(inputs(1, bare))).toThrow(/^这一时间能参加的持证执法人员凑不成队/);
  });
});

describe('the commitment', () => {
  it('opens to the target and to nothing else, and hides it behind the salt', () => {
    const opening = openingOf('x', target);
    const hash = commitmentOf(opening);
    expect(verified({ hash, opening }).agrees).toBe(true);
    expect(verified({ hash, opening: { ...opening, county: '330902' } }).agrees).toBe(false);
    expect(commitmentOf(openingOf('x', { ...target, salt: 'cd'.repeat(32) }))).not.toBe(hash);
    expect(commitmentOf(openingOf('x', { ...target, hints: '其他' }))).not.toBe(hash);
    expect(commitmentOf(openingOf('y', target))).not.toBe(hash);
  });

  it('keeps trigger, direction and hints out of what is published', () => {
    expect(Object.keys(openingOf('x', target)).sort()).toEqual(
      ['checkType', 'county', 'enterprise', 'inspection', 'name', 'rest', 'salt', 'uscc'].sort(),
    );
  });
});

describe('a declared relation', () => {
  const touched = { enterprise: 'E07', place: '展茅' };
  const said = (...relations: Relation[]) => ({ relations, origin: null });
  it.each<[string, Relation, string, string[]]>([
    ['a relative', { enterprise: 'E07', kind: 'RELATIVE', endedOn: null }, '2026-03-02', ['RELATIVE']],
    ['a relative elsewhere', { enterprise: 'E08', kind: 'RELATIVE', endedOn: null }, '2026-03-02', []],
    [
      'three years after the employment',
      { enterprise: 'E07', kind: 'EMPLOYMENT', endedOn: '2023-03-02' },
      '2026-03-02',
      ['EMPLOYMENT'],
    ],
    ['a day later', { enterprise: 'E07', kind: 'EMPLOYMENT', endedOn: '2023-03-02' }, '2026-03-03', []],
    [
      'two years after the permit',
      { enterprise: 'E07', kind: 'PERMIT', endedOn: '2024-03-02' },
      '2026-03-02',
      ['PERMIT'],
    ],
    ['a day later', { enterprise: 'E07', kind: 'PERMIT', endedOn: '2024-03-02' }, '2026-03-03', []],
  ])('counts: %s', (_, relation, day, kinds) => {
    expect(conflictsWith(said(relation), touched, day)).toEqual(kinds);
  });

  it('to the same place of origin is a mark and keeps nobody away', () => {
    expect(sameOrigin({ relations: [], origin: '普陀展茅' }, touched)).toBe(true);
    expect(sameOrigin({ relations: [], origin: null }, touched)).toBe(false);
    expect(conflictsWith({ relations: [], origin: '展茅' }, touched, '2026-03-02')).toEqual([]);
  });
});

it('has a step for every state, and none leads back from the end', () => {
  const steps = Object.values(flyingWorkflow.steps) as { from: readonly string[]; to?: string }[];
  for (const over of ['caseFiled', 'closed', 'aborted', 'compromised']) {
    expect(steps.some(({ to }) => to === over)).toBe(true);
    expect(steps.some(({ from }) => from.includes(over))).toBe(false);
  }
});
