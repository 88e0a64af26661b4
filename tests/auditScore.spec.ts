import fc from 'fast-check';
import { blankSheet, fileScore, PART_NAMES, PARTS, ScoreSheet, VETOES } from '../models/audit/fileScore.schema';
import { type Suggestion, suggestionsFor } from '../models/audit/suggestions';
import { type SiteRecordState } from '../models/siteRecord/state';

const whole = blankSheet(PART_NAMES);

describe('the table of the file review', () => {
  it('has fourteen documents worth 100 points and twenty-five veto items', () => {
    expect(PART_NAMES).toHaveLength(14);
    expect(PART_NAMES.reduce((sum, name) => sum + PARTS[name].points, 0)).toBe(100);
    expect(Object.keys(VETOES)).toHaveLength(25);
  });
});

describe('the score of a file', () => {
  it('is 100 when every document it needed is faultless, whichever it needed', () => {
    fc.assert(
      fc.property(fc.subarray(PART_NAMES, { minLength: 1 }), (needed) => {
        expect(fileScore(blankSheet(needed))).toMatchObject({ text: '100.00', vetoed: false });
      }),
    );
  });

  it('is 50 + 50 × earned ÷ applicable − deductions, exactly', () => {
    const parts = { ...blankSheet(['filing', 'siteRecord', 'decision']).parts };
    parts.siteRecord = { applies: true, tenths: 75, note: '' };
    parts.decision = { applies: true, tenths: 130, note: '' };
    const score = fileScore({ parts, vetoes: [], deductions: [{ text: '页码缺失', tenths: 15 }] });
    // (2 + 7.5 + 13) ÷ 27 × 50 + 50 − 1.5 = 90.1666…
    expect(score).toMatchObject({ earned: 225, applicable: 270, deducted: 15, text: '90.17' });
    expect(score.num * 6).toBe(541 * score.den);
  });

  it('leaves what the file did not need out of both sums', () => {
    const parts = blankSheet(['decision']).parts;
    parts.hearingRecord = { applies: false, tenths: 40, note: '' };
    expect(fileScore({ parts, vetoes: [], deductions: [] })).toMatchObject({ earned: 150, applicable: 150 });
  });

  it('is 0 with any veto item, whatever else the file earned', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), (number) => {
        const score = fileScore({ ...whole, vetoes: [{ number, note: '' }] });
        expect(score).toMatchObject({ num: 0, text: '0.00', vetoed: true });
      }),
    );
  });

  it('lies between 0 and 100, grows with what is earned and falls with what is deducted', () => {
    const anySheet = fc.tuple(
      fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 100 })), { minLength: 14, maxLength: 14 }),
      fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 6 }),
    );
    const sheetOf = ([rows, cuts]: [[boolean, number][], number[]], more = 0): ScoreSheet => ({
      parts: Object.fromEntries(
        PART_NAMES.map((name, index) => {
          const [applies, part] = rows[index]!;
          const most = PARTS[name].points * 10;
          return [
            name,
            {
              applies: applies || index === 0,
              tenths: Math.min(most, Math.floor((most * part) / 100) + more),
              note: '',
            },
          ];
        }),
      ) as ScoreSheet['parts'],
      vetoes: [],
      deductions: cuts.map((tenths) => ({ text: '要素缺失', tenths })),
    });
    fc.assert(
      fc.property(anySheet, (drawn) => {
        const score = fileScore(sheetOf(drawn));
        const better = fileScore(sheetOf(drawn, 1));
        const worse = fileScore(sheetOf([drawn[0], [...drawn[1], 10]]));
        const value = ({ num, den }: { num: number; den: number }) => num / den;
        expect(value(score)).toBeGreaterThanOrEqual(0);
        expect(value(score)).toBeLessThanOrEqual(100);
        expect(value(better)).toBeGreaterThanOrEqual(value(score));
        expect(value(worse)).toBeLessThanOrEqual(value(score));
        expect(Number.isSafeInteger(score.num)).toBe(true);
      }),
    );
  });
});

describe('a sheet', () => {
  const refused = (change: object) => ScoreSheet.safeParse({ ...whole, ...change }).success;

  it('is refused with more points than a document has, nothing applicable, an unknown or repeated veto, or negative points', () => {
    expect(ScoreSheet.safeParse(whole).success).toBe(true);
    expect(refused({ parts: { ...whole.parts, filing: { applies: true, tenths: 21, note: '' } } })).toBe(false);
    expect(refused({ parts: { ...whole.parts, filing: { applies: true, tenths: -1, note: '' } } })).toBe(false);
    expect(refused({ parts: { ...whole.parts, filing: { applies: true, tenths: 1.5, note: '' } } })).toBe(false);
    expect(refused({ parts: blankSheet([]).parts })).toBe(false);
    expect(refused({ vetoes: [{ number: 26, note: '' }] })).toBe(false);
    expect(
      refused({
        vetoes: [
          { number: 3, note: '' },
          { number: 3, note: '' },
        ],
      }),
    ).toBe(false);
    expect(refused({ deductions: [{ text: '缺', tenths: 5 }] })).toBe(false);
    expect(refused({ extra: 1 })).toBe(false);
  });
});

describe('suggestions from a site record', () => {
  const officer = (id: string) => ({ id, certified: true, arrived: { at: '' }, shownAt: '2026-03-02T01:00:00Z' });
  const said = <T>(value: T) => ({ value, struck: false });
  const COMPLETE = {
    officers: [officer('a'), officer('b')],
    rightsTold: { at: '', to: 'PARTY' },
    ...{ arrivedAt: '2026-03-02T01:00:00Z', endedAt: '2026-03-02T03:00:00Z' },
    fields: Object.fromEntries(
      [
        'party.name',
        'production.state',
        'pollution.operation',
        'compliance.eia',
        'compliance.acceptance',
        'compliance.permit',
      ].map((name) => [name, said('有')]),
    ),
    ...{ answers: {}, findings: [], samples: [], evidence: ['h'], refusals: [] },
    reading: { complete: true, countersigned: [{}, {}] },
  };
  const suggest = (change: object = {}): Suggestion[] =>
    suggestionsFor({ ...COMPLETE, ...change } as unknown as SiteRecordState);
  const texts = (change: object) => suggest(change).map(({ text }) => text);

  it('are none for a complete record', () => {
    expect(suggest()).toEqual([]);
  });

  it('name what is missing, with points, rule and place to look', () => {
    expect(suggest({ rightsTold: null })).toEqual([
      {
        ...{ part: 'siteRecord', tenths: 10, veto: null, text: '没有告知申请回避权利和配合义务' },
        ...{ rule: '处罚办法第二十八条', proof: '告知' },
      },
    ]);
    expect(texts({ reading: null })).toEqual(['没有当事人逐页签名，也没有注明拒签或不在场', '执法人员签名不全']);
    expect(texts({ endedAt: null })).toEqual(['检查起止时间不完整']);
    expect(texts({ samples: [said({ accompaniedBy: '' })] })).toEqual(['采样没有记录陪同人']);
    expect(texts({ samples: [{ ...said({ accompaniedBy: '' }), struck: true }] })).toEqual([]);
  });

  it('name the veto item for one certified officer, and for a violation without evidence', () => {
    expect(suggest({ officers: [officer('a'), { ...officer('b'), certified: false }] })[0]).toMatchObject({ veto: 2 });
    const violation = { result: 'VIOLATION', text: '偷排', facts: { duration: '2小时' } };
    expect(suggest({ findings: [said(violation)], evidence: [] })[0]).toMatchObject({ veto: 6 });
    expect(suggest({ findings: [said({ ...violation, facts: {} })] })[0]!.text).toContain('违法事实');
  });
});
