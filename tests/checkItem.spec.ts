import { type CheckItem, ItemText, WriteItem } from '../models/checkItem/checkItem.schema';
import { checkItemCommands } from '../models/checkItem/checkItem';
import { askedAfter, checklistAt, suggestedText } from '../models/checkItem/checklist';
import { builtInItems } from '../models/checkItem/library/library';
import { citation } from '../models/checkItem/legalBasis';
import { draftItem, type LeaderFacts } from '../models/checkItem/writing';
import { SECTORS, type Sector } from '../models/enterprise/enterprise.schema';
import { as, atTime, MORNING, toldTo } from './builders';

/** The code and the sentence of a refusal. */
const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return `${(error as { code: string }).code} ${(error as Error).message}`;
  }
  return 'nothing';
};

const LEADERS: LeaderFacts = { leaders: [{ id: 'bureau', name: '周示舟' }] };
const FACTS = { approverName: '周示舟', before: null };
const anItem = (change: Partial<WriteItem> = {}): WriteItem => ({
  ...builtInItems().find(({ key }) => key === 'SEAFOOD-04')!,
  ...change,
});
const drafted = (change: Partial<WriteItem> = {}, revision = 1): CheckItem =>
  draftItem(anItem(change), revision, { id: 'reviewer', name: '何示海' }, as('reviewer', 'reviewer')).document;
const proposed = (change: Partial<WriteItem> = {}, revision = 1): CheckItem => ({
  ...drafted(change, revision),
  status: 'proposed',
});
const approved = (change: Partial<WriteItem> = {}, revision = 1, days: Partial<CheckItem> = {}): CheckItem => ({
  ...drafted(change, revision),
  status: 'approved',
  ...days,
});
const library = (): CheckItem[] => builtInItems().map((item) => approved(item, 1, { validFrom: '2025-01-01' }));

describe('the library that comes with the program', () => {
  it.each(Object.keys(SECTORS) as Sector[])('has at least twelve items of its own for %s', (sector) => {
    expect(builtInItems().filter((item) => item.sector === sector).length).toBeGreaterThanOrEqual(12);
  });

  it('is well formed: no key twice, no branch into nowhere, no blank without its field', () => {
    const items = builtInItems();
    const keys = items.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const item of items) {
      expect(() => WriteItem.parse(item)).not.toThrow();
      if (item.when) expect(keys).toContain(item.when.item);
      const blanks = Object.values(item.suggested).flatMap((said) => said?.match(/〔(.+?)〕/g) ?? []);
      const labels = item.fields.map(({ label }) => `〔${label}〕`);
      expect(blanks.filter((blank) => !labels.includes(blank))).toEqual([]);
      expect(item.bases.length).toBeGreaterThan(0);
    }
  });

  it('is confirmed by no legal office yet', () => {
    expect(builtInItems().every(({ confirmed }) => !confirmed)).toBe(true);
  });
});

describe('a checklist', () => {
  it('asks the common items first, then those of the sector, and of no other', () => {
    const asked = checklistAt(library(), 'SEAFOOD', '2026-10-01');
    const sectors = asked.map(({ sector }) => sector);
    expect(new Set(sectors)).toEqual(new Set([null, 'SEAFOOD']));
    expect(sectors.lastIndexOf(null)).toBeLessThan(sectors.indexOf('SEAFOOD'));
  });

  it('cites the law of the day: the Code from 2026-08-15, the older law until the day before', () => {
    const lawOn = (day: string) =>
      checklistAt(library(), 'SEAFOOD', day)
        .find(({ key }) => key === 'SEAFOOD-04')!
        .bases.map(citation);
    expect(lawOn('2026-08-14')).toEqual(['《大气污染防治法》第一百一十七条']);
    expect(lawOn('2026-08-15')).toEqual(['《生态环境法典》第一千一百三十条']);
  });

  it('asks the revision in force on the day, and none before it is in force', () => {
    const [first, second] = [
      approved({}, 1, { validFrom: '2026-01-01', validTo: '2026-05-31' }),
      approved({ question: '鱼粉车间的新问法是怎样的？' }, 2, { validFrom: '2026-06-01' }),
    ];
    const on = (day: string) => checklistAt([first, second], 'SEAFOOD', day).map(({ id }) => id);
    expect(on('2025-12-31')).toEqual([]);
    expect(on('2026-05-31')).toEqual(['SEAFOOD-04@1']);
    expect(on('2026-06-01')).toEqual(['SEAFOOD-04@2']);
  });

  it('asks nothing that is only drafted, proposed or withdrawn', () => {
    for (const status of ['drafted', 'proposed', 'withdrawn'] as const)
      expect(checklistAt([{ ...approved(), status }], 'SEAFOOD', '2026-10-01')).toEqual([]);
  });

  it('opens a branch only with the answer that leads to it', () => {
    const asked = checklistAt(library(), 'SEAFOOD', '2026-10-01');
    const keys = (answers: Parameters<typeof askedAfter>[1]) => askedAfter(asked, answers).map(({ key }) => key);
    expect(keys({})).not.toContain('SEAFOOD-05');
    expect(keys({ 'SEAFOOD-04': 'OK' })).not.toContain('SEAFOOD-05');
    expect(keys({ 'SEAFOOD-04': 'VIOLATION' })).toContain('SEAFOOD-05');
  });

  it('leaves out what hangs on an item that is itself not asked, and what hangs on itself', () => {
    const item = (key: string, on: string | null) => ({ key, when: on ? { item: on, is: ['OK' as const] } : null });
    const chain = [
      item('A-01', null),
      item('A-02', 'A-01'),
      item('A-03', 'A-02'),
      item('B-01', 'B-02'),
      item('B-02', 'B-01'),
    ];
    const answers = { 'A-01': 'VIOLATION', 'A-02': 'OK', 'B-01': 'OK', 'B-02': 'OK' } as const;
    expect(askedAfter(chain, answers).map(({ key }) => key)).toEqual(['A-01']);
  });

  it('offers a sentence with what was written down, and a blank for what was not', () => {
    const [item] = checklistAt(
      library().filter(({ key }) => key === 'PORT-01'),
      'PORT',
      '2026-10-01',
    );
    expect(suggestedText(item!, 'VIOLATION', { yard: '3号', area: 400 })).toBe(
      '该企业3号堆场约400平方米未苫盖、未喷淋，起尘明显。',
    );
    expect(suggestedText(item!, 'VIOLATION', { area: 400 })).toContain('该企业＿＿堆场');
    expect(suggestedText(item!, 'NA', {})).toBe('');
  });
});

describe('an item of the library', () => {
  it('is proposed by the reviewer to a leader, and approved by one from that day on', () => {
    const asked = checkItemCommands.propose.decide(drafted(), {}, as('reviewer', 'reviewer'), LEADERS);
    expect(toldTo(asked.effects)).toEqual(['checkItem.approve → bureau']);
    const { document } = checkItemCommands.approve.decide(asked.document, {}, as('bureauLeader', 'bureau'), FACTS);
    expect(document).toMatchObject({ status: 'approved', validFrom: '2026-03-02', approver: 'bureau' });
  });

  it('is never in force before it was approved, and later when it says so', () => {
    const from = (validFrom: string) =>
      checkItemCommands.approve.decide(proposed({ validFrom }), {}, as('bureauLeader', 'bureau'), FACTS).document;
    expect(from('2026-01-01').validFrom).toBe('2026-03-02');
    expect(from('2026-09-01').validFrom).toBe('2026-09-01');
  });

  it('cannot be approved by whoever wrote it', () => {
    const own = { ...proposed(), drafter: 'bureau' };
    expect(refusal(() => checkItemCommands.approve.decide(own, {}, as('bureauLeader', 'bureau'), FACTS))).toContain(
      '由您起草',
    );
  });

  it('cannot be approved by a reviewer, nor written by a leader or an officer', () => {
    expect(refusal(() => checkItemCommands.approve.decide(proposed(), {}, as('reviewer', 'other'), FACTS))).toContain(
      'NOT_PERMITTED',
    );
    for (const role of ['bureauLeader', 'officer', 'branchHead', 'systemAdmin'] as const)
      expect(
        refusal(() => checkItemCommands.amend.decide(drafted(), { hint: '看台账' }, as(role), undefined)),
      ).toContain('NOT_PERMITTED');
  });

  it('ends the revision before it on the day before its own first day', () => {
    const { effects } = checkItemCommands.approve.decide(
      proposed({ validFrom: '2026-09-01' }, 2),
      {},
      as('bureauLeader', 'bureau'),
      { ...FACTS, before: 'SEAFOOD-04@1' },
    );
    const owed = effects?.find(({ kind }) => kind === 'checkItem.supersede')?.data;
    expect(owed).toEqual({ item: 'SEAFOOD-04@1', lastDay: '2026-08-31', by: 'SEAFOOD-04@2' });
    const { item: _, ...input } = owed as { item: string };
    const before = checkItemCommands.supersede.decide(approved(), input, atTime(MORNING), undefined).document;
    expect(before.validTo).toBe('2026-08-31');
  });

  it('changes only what is given, and nothing for nothing', () => {
    const amend = (said: object) =>
      checkItemCommands.amend.decide(drafted(), said, as('reviewer', 'reviewer'), undefined).document;
    const changed = amend({ hint: '先看喷淋塔', photos: '' });
    expect(changed).toMatchObject({ hint: '先看喷淋塔', photos: null, question: drafted().question });
    expect(changed.suggested).toEqual(drafted().suggested);
    expect(() => amend({})).toThrow('至少修改一项');
  });

  it('goes back to its writer with the reason', () => {
    const { document, effects } = checkItemCommands.sendBack.decide(
      proposed(),
      { reason: '条款引用不对' },
      as('bureauLeader', 'bureau'),
      undefined,
    );
    expect(document).toMatchObject({ status: 'drafted', reason: '条款引用不对' });
    expect(toldTo(effects)).toEqual(['checkItem.returned → reviewer']);
  });

  it('is not changed once approved, and cannot be retired in the past', () => {
    expect(
      refusal(() =>
        checkItemCommands.amend.decide(approved(), { hint: '看台账' }, as('reviewer', 'reviewer'), undefined),
      ),
    ).toContain('ILLEGAL_TRANSITION');
    const retire = (lastDay: string) =>
      checkItemCommands.retire.decide(approved(), { lastDay, reason: '合并' }, as('bureauLeader', 'bureau'), undefined);
    expect(refusal(() => retire('2026-02-01'))).toContain('INVALID_INPUT');
    expect(retire('2026-03-31').document.validTo).toBe('2026-03-31');
  });

  it.each([
    ['a branch on itself', { when: { item: 'SEAFOOD-04', is: ['OK'] } }],
    [
      'days the wrong way round',
      { bases: [{ law: '法', article: '一', validFrom: '2026-02-01', validTo: '2026-01-01' }] },
    ],
    ['a key that is none', { key: 'fish 1' }],
    ['no question', { question: ' ' }],
    ['a field of no kind', { fields: [{ name: 'a', label: 'b', kind: 'file' }] }],
    ['a stranger', { owner: 'me' }],
  ])('is refused with %s', (_what, change) => {
    expect(WriteItem.safeParse({ ...anItem(), ...change }).success).toBe(false);
  });

  it('keeps its text within what one item may hold', () => {
    expect(() => ItemText.parse({ ...anItem(), validFrom: undefined, hint: 'x'.repeat(401) })).toThrow();
  });
});
