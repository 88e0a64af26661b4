import fc from 'fast-check';
import { approvables } from '../models/approval/approvables';
import { requireSeen, signedOf } from '../models/approval/approval';
import { caseView, NOTHING_LOOKED } from '../models/approval/caseView';
import { stepsOf, KINDS, type Kind } from '../models/approval/delegation.schema';
import { fitsPin, hashPin, lockMinutes, weakness } from '../models/approval/pin';
import { shownOf } from '../models/approval/signing';
import { changedParts } from '../models/approval/view';
import { adopt } from '../models/core/policy';
import { faces } from '../models/domains';
import { clueFor } from './support/clue';
import { aDecidedCase } from './support/decidedCase';
import { as, MORNING } from './builders';

afterEach(() => adopt({}));

describe('a PIN', () => {
  it.each([
    ['123456', '连续'],
    ['987654', '连续'],
    ['789012', '连续'],
    ['000000', '单一'],
    ['112112', '单一'],
    ['121212', '单一'],
    ['383838', '单一'],
    ['482482', '重复'],
    ['447799', '叠数'],
    ['900715', '生日'],
    ['159357', '常见'],
    ['12345', '六位'],
    ['12345a', '六位'],
    ['１２３４５６', '六位'],
  ])('%s is refused: %s', (pin, why) => {
    expect(weakness(pin)).toContain(why);
  });

  it('is refused when it can be read off the certificate', () => {
    expect(weakness('738294', ['示33090738294'])).toContain('证件号');
    expect(weakness('738294')).toBeUndefined();
  });

  it('fits only itself and only its person, under any cost it was made with', async () => {
    adopt({ approval: { scrypt: { logN: 10 } } });
    const pepper = Buffer.alloc(32, 3);
    const [kept, other] = [await hashPin('738294', 'head', pepper), await hashPin('738294', 'head', pepper)];
    adopt({ approval: { scrypt: { logN: 11 } } });
    expect(await fitsPin('738294', 'head', pepper, kept)).toBe(true);
    expect(await fitsPin('738295', 'head', pepper, kept)).toBe(false);
    expect(await fitsPin('738294', 'bureau', pepper, kept)).toBe(false);
    expect(await fitsPin('738294', 'head', Buffer.alloc(32, 4), kept)).toBe(false);
    expect([kept.salt === other.salt, kept.hash === other.hash]).toEqual([false, false]);
  });

  it('locks for longer each time, up to a day', () => {
    expect([0, 1, 2, 3, 20].map(lockMinutes)).toEqual([15, 30, 60, 120, 1_440]);
  });
});

describe('the steps under approval', () => {
  const all = faces.flatMap(({ domain }) =>
    Object.entries(domain.workflow.steps)
      .filter(([, { approval }]) => approval)
      .map(([name, step]) => ({ store: domain.store.name, domain, name, step })),
  );

  it('are there', () => {
    expect(all.length).toBeGreaterThan(15);
  });

  it.each(all.map((one) => [`${one.store}.${one.name}`, one] as const))(
    '%s takes nothing without an approval, shows what it approves, and is signed',
    (_, { store, domain, name }) => {
      const schema = domain.commands[name]?.schema;
      const faults = schema?.safeParse({}).error?.issues.map(({ path }) => path[0]) ?? [];
      if (schema) expect(faults).toContain('approval');
      expect(approvables[store]).toBeDefined();
      expect(domain.approving).toBeDefined();
    },
  );

  it('of a case can each be lent under exactly one kind', () => {
    const lent = (Object.keys(KINDS) as Kind[]).flatMap((kind) => stepsOf([kind]));
    const steps = all
      .filter(({ store, step }) => store === 'penalty_cases' && !step.approval?.own)
      .map(({ name }) => name);
    expect([...steps].sort()).toEqual(lent.filter((name) => steps.includes(name)).sort());
    expect(new Set(lent).size).toBe(lent.length);
  });
});

const clue = clueFor({ evidence: ['e'.repeat(64)] }).document;
const viewOf = (record = clue) => caseView(record, 'file', '立案', NOTHING_LOOKED);
const seenNow = (record = clue) => shownOf(viewOf(record));

describe('what an approval covers', () => {
  it('is one hash for the same content, and another for any other', () => {
    expect(seenNow().seen).toMatch(/^[0-9a-f]{64}$/);
    expect(seenNow(structuredClone(clue)).seen).toBe(seenNow().seen);
    expect(seenNow({ ...clue, version: 99 }).seen).toBe(seenNow().seen);
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (more) => {
        expect(seenNow({ ...clue, facts: `${clue.facts}${more}` }).seen).not.toBe(seenNow().seen);
      }),
      { numRuns: 30 },
    );
  });

  it('names the parts that changed, not the others', () => {
    const after = { ...clue, facts: '又发现偷排', evidence: [] };
    expect(changedParts(viewOf(), viewOf(after)).sort()).toEqual(['evidence', 'facts']);
    expect(changedParts(viewOf(), viewOf())).toEqual([]);
  });

  it('asks only for parts that have something in them', () => {
    const empty = { ...clue, evidence: [] };
    const approval = { seen: seenNow(empty).seen, opened: ['facts'] };
    expect(() => requireSeen(approval, { parts: ['facts', 'evidence'] }, seenNow(empty))).not.toThrow();
    expect(() =>
      requireSeen({ ...approval, seen: seenNow().seen }, { parts: ['facts', 'evidence'] }, seenNow()),
    ).toThrow('请先打开看过“证据”');
  });

  it('is kept with who signed, for whom, when, and each part once', () => {
    const context = { ...as('branchHead', 'far'), factorAt: MORNING };
    const approval = { seen: 'a'.repeat(64), opened: ['facts', 'facts', 'law'] };
    expect(signedOf(approval, context)).toMatchObject({ opened: ['facts', 'law'], by: 'far', onBehalf: null });
    const standsFor = {
      ...{ delegation: 'd', actor: as('bureauLeader', 'bureau').actor, name: '示局长', steps: ['decide'] },
      ...{ from: MORNING, until: MORNING },
    };
    expect(signedOf(approval, { ...context, standsFor }).onBehalf).toEqual({
      ...{ id: 'bureau', name: '示局长', delegation: 'd' },
    });
  });

  it('shows the decision as drafted, with amount and notice, and the faults of the file', () => {
    const record = aDecidedCase({ status: 'legalReviewed', decision: null });
    const veto = [{ no: 17, title: '集体讨论', ok: false, because: '要重新集体讨论', proof: null }];
    const { parts } = caseView(record, 'decide', '签发处罚决定', { evidence: [], veto });
    expect(parts.find(({ id }) => id === 'veto')!.blocks).toMatchObject([{ items: [{ no: 17, ok: false }] }]);
  });
});
