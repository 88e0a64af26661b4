/** 裁量表 of an act: both laws side by side, proof, frozen rules, words for decision and party, neighbours, simulation, approval. */
import { CLOCK } from '../models/core/access';
import { type Context } from '../models/core/workflow';
import { BUILT_IN_TABLES } from '../models/discretion/builtIn';
import {
  AssessAct,
  type DiscretionSheet,
  type DiscretionTable,
  type FactorAnswers,
  type TableContent,
} from '../models/discretion/discretion.schema';
import { filledFactors, lookBack } from '../models/discretion/fill';
import { nearest, outlierOf, type PastSheet } from '../models/discretion/neighbours';
import {
  type ApproveFacts,
  approveTable,
  builtInTable,
  proposeTable,
  simulateTable,
  supersedeTable,
} from '../models/discretion/proposing';
import { fineOf, isIntact, recompute } from '../models/discretion/sheet';
import { type SimulatedSheet } from '../models/discretion/simulation';
import { requireSeen } from '../models/approval/approval';
import { shownOf } from '../models/approval/signing';
import { discretionApprovable } from '../models/discretion/approving';
import { discretionWorkflow } from '../models/discretion/discretion.workflow';
import { builtInBases } from '../models/law/builtIn';
import { assessAct, type AssessFacts } from '../models/penalty/assessment';
import { type Act } from '../models/penalty/case.schema';
import { type PenaltyCase } from '../models/penalty/penalty.schema';
import { as } from './builders';
import { clueFor } from './support/clue';

const NOW = new Date('2026-11-24T10:00:00+08:00');
const YUAN = 100;
const HASH = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);
const BASES = builtInBases(NOW);
const TABLES = BUILT_IN_TABLES.map((table) => builtInTable(table, NOW).document);
const wang = (now = NOW): Context => as('staff', 'wang', { now });

const anAct = (change: Partial<Act> = {}): Act => ({
  ...{ id: 'act-1', offence: 'eiaForm', text: '未批先建', place: '', actOn: '2026-09-01', endedOn: null },
  ...{ continuous: false, discoveredOn: '2026-10-08', harm: false, quantities: {}, facts: '主体已施工。' },
  ...{ evidence: [HASH], ...change },
});
const aCase = (acts: Act[], change: Partial<PenaltyCase> = {}): PenaltyCase => ({
  ...clueFor().document,
  ...{ status: 'investigating', investigatorIds: ['wang', 'zhang'], evidence: [HASH], acts, ...change },
});
const chosen = (steps: Record<string, string>, values: Record<string, number> = {}): FactorAnswers =>
  Object.fromEntries(
    Object.entries(steps).map(([code, step]) => [
      code,
      { step, established: true, value: values[code] ?? null, evidence: [HASH], note: '' },
    ]),
  );
const FACTS: AssessFacts = { bases: BASES, tables: TABLES, past: [], earlier: [], complaints: [], byName: '王示海' };
const MAIN = { stage: 'main', duration: 'below12', times: 'first', complaints: 'none' };
const said = (change: Partial<AssessAct> = {}): AssessAct =>
  AssessAct.parse({ act: 'act-1', factors: chosen(MAIN), chosen: 'ONLY', chosenReason: '只有一部法律', ...change });
const assessed = (record: PenaltyCase, input: AssessAct, facts: Partial<AssessFacts> = {}, context = wang()) =>
  assessAct(record, input, context, { ...FACTS, ...facts });
const sheetOf = (record: PenaltyCase, input: AssessAct, facts: Partial<AssessFacts> = {}): DiscretionSheet =>
  assessed(record, input, facts).document.sheets.at(-1) as DiscretionSheet;

const JUNE = { actOn: '2026-06-10' };
const invested = (yuan: number) => ({ ...JUNE, quantities: { investmentFen: yuan * YUAN } });

describe('an act before the Code, decided under it', () => {
  it('D2 has both laws side by side, and the new one is lighter: 259,200 against 216,000 yuan', () => {
    const sheet = sheetOf(aCase([anAct(invested(12_000_000))]), said({ chosen: 'NEW', chosenReason: '新法较轻' }));
    expect(sheet.candidates.map(({ side, resultFen }) => [side, resultFen / YUAN])).toEqual([
      ['OLD', 259_200],
      ['NEW', 216_000],
    ]);
    expect([sheet.lighter, sheet.resultFen]).toEqual(['NEW', 216_000 * YUAN]);
    expect(sheet.explanation).toContain('按行为时的法律《环境影响评价法》第三十一条第一款计算，罚款259,200 元');
  });

  it('D3 under ten million yuan of investment is judged by the old law: 115,200 yuan', () => {
    const factors = chosen({ stage: 'foundation', duration: 'below6', times: 'first', complaints: 'none' });
    const sheet = sheetOf(
      aCase([anAct(invested(8_000_000))]),
      said({ factors, chosen: 'OLD', chosenReason: '旧法较轻' }),
    );
    expect(sheet.candidates.map(({ resultFen }) => resultFen / YUAN)).toEqual([115_200, 144_000]);
    expect([sheet.lighter, sheet.resultFen]).toEqual(['OLD', 115_200 * YUAN]);
  });

  it('D8 a missing manifest of July comes to 226,000 and 71,000 yuan', () => {
    const act = anAct({ offence: 'hazardousManifest', actOn: '2026-07-10' });
    const factors = chosen({ months: 'below1', tonnes: 'below1', times: 'first', complaints: 'none' });
    const sheet = sheetOf(aCase([act]), said({ factors, chosen: 'NEW', chosenReason: '新法较轻' }));
    expect(sheet.candidates.map(({ resultFen }) => resultFen / YUAN)).toEqual([226_000, 71_000]);
  });

  it('may be judged by the heavier law only with the reason standing in the explanation', () => {
    const sheet = sheetOf(aCase([anAct(invested(12_000_000))]), said({ chosen: 'OLD', chosenReason: '附加处罚较轻' }));
    expect(sheet.explanation).toContain('理由：附加处罚较轻。比较结果以现行法律为较轻');
  });

  it('is refused without the investment, and when the choice does not fit the laws there are', () => {
    expect(() => assessed(aCase([anAct(JUNE)]), said({ chosen: 'OLD' }))).toThrow('请先填写项目总投资额');
    expect(() => assessed(aCase([anAct(invested(1))]), said({ chosen: 'ONLY' }))).toThrow('法律依据有变化');
    expect(() => assessed(aCase([anAct()]), said({ chosen: 'NEW' }))).toThrow('法律依据有变化');
    expect(() => assessed(aCase([anAct()]), said(), { bases: [] })).toThrow('法律依据库里没有这一天有效的条文');
  });
});

describe('the sheet of a case', () => {
  it('D1 says every yuan, and the lines add up', () => {
    const { explanation, plain, candidates } = sheetOf(aCase([anAct()]), said());
    expect(explanation).toContain('建设阶段：主体结构施工，占18%，＋72,000 元（证据：文件1件（指纹 aaaaaaaa））。');
    expect(explanation).toContain('违法建设持续时间：6个月以上不足12个月，占11%，＋44,000 元');
    expect(explanation).toContain('合计29%：100,000 元 ＋（500,000 元 － 100,000 元）× 29% ＝ 216,000 元。');
    expect(explanation).toContain('示例：按已公布裁量表的样式编写');
    expect(plain).toContain('· 建设阶段是“主体结构施工”，占18%，＋72,000 元，证据：文件1件（指纹 aaaaaaaa）。');
    expect(plain).toContain('一共是216,000 元。');
    const [one] = candidates;
    expect(one?.lines.reduce((sum, { fen }) => sum + fen, 0)).toBe(one?.resultFen);
  });

  it('takes the lowest step for what is not established, and says so', () => {
    const factors = { ...chosen(MAIN), stage: { ...chosen({ stage: 'finished' })['stage'], established: false } };
    const sheet = sheetOf(aCase([anAct()]), said({ factors: factors as FactorAnswers }));
    expect(sheet.resultFen).toBe((100_000 + 400_000 * 0.17) * YUAN);
    expect(sheet.explanation).toContain('建设阶段：基础施工，占6%，＋24,000 元（现有证据不能认定，按最低一档计）');
  });

  it('is refused while a factor is open, unproved, or proved by what is not in the file', () => {
    const { stage: _, ...open } = chosen(MAIN);
    expect(() => assessed(aCase([anAct()]), said({ factors: open }))).toThrow('还没有选择：建设阶段');
    const bare = { ...chosen(MAIN), stage: { ...chosen(MAIN)['stage'], evidence: [] } } as FactorAnswers;
    expect(() => assessed(aCase([anAct()]), said({ factors: bare }))).toThrow('建设阶段没有证据');
    const strange = { ...chosen(MAIN), stage: { ...chosen(MAIN)['stage'], evidence: [OTHER] } } as FactorAnswers;
    expect(() => assessed(aCase([anAct()]), said({ factors: strange }))).toThrow('不在本案案卷里');
    expect(() => assessed(aCase([anAct()]), said({ factors: chosen({ ...MAIN, weather: 'fine' }) }))).toThrow('对不上');
  });

  it('is refused without a table in force', () => {
    expect(() => assessed(aCase([anAct({ offence: 'threeSimultaneous' })]), said())).toThrow('还没有启用的裁量表');
    expect(() => assessed(aCase([anAct()]), said(), { tables: [] })).toThrow('请法制审核人员先导入并报批');
  });

  it('is made by its investigators, afterwards by the reviewer, and by nobody else', () => {
    const record = aCase([anAct()]);
    expect(() => assessAct(record, said(), as('staff', 'li', { now: NOW }), FACTS)).toThrow('您没有“裁量”');
    const reviewing = aCase([anAct()], {
      status: 'reviewing',
      reviewTurn: { reviewer: 'chen', reviewerName: '陈示', takenAt: NOW, dueAt: NOW },
    });
    expect(() => assessed(reviewing, said())).toThrow();
    expect(assessAct(reviewing, said(), as('reviewer', 'chen', { now: NOW }), FACTS).document.sheets).toHaveLength(1);
    expect(() => assessAct({ ...record, status: 'decided' }, said(), wang(), FACTS)).toThrow('不能再“裁量”');
  });

  it('stands once for each act and norm; of several norms the highest fine counts, and acts are added up', () => {
    const acts = [anAct(), anAct({ id: 'act-2' })];
    const one = assessed(aCase(acts), said()).document;
    const two = assessed(one, said({ act: 'act-2' })).document;
    const again = assessed(two, said({ factors: chosen({ ...MAIN, stage: 'finished' }) })).document;
    expect(again.sheets).toHaveLength(2);
    expect(fineOf(again.sheets)).toBe((272_000 + 216_000) * YUAN);
    const both = assessed(aCase([anAct()]), said()).document;
    const other = assessed(both, said({ offence: 'eiaReport' })).document;
    const [governs] = other.sheets as [DiscretionSheet];
    expect(other.sheets).toHaveLength(1);
    expect([governs.offence, governs.others.map(({ offence }) => offence)]).toEqual(['eiaReport', ['eiaForm']]);
    expect(governs.explanation).toContain('“环评报告表未批先建”，裁量为216,000 元。按罚款数额高的规定处罚');
    expect(isIntact(governs)).toBe(true);
    const lower = said({ offence: 'eiaReport', factors: chosen({ ...MAIN, stage: 'foundation', duration: 'below3' }) });
    const lowered = assessed(other, lower).document.sheets[0] as DiscretionSheet;
    expect([lowered.offence, lowered.others.length, lowered.resultFen / YUAN]).toEqual(['eiaReport', 1, 248_000]);
    expect(fineOf(other.sheets)).toBe(432_000 * YUAN);
  });

  it('keeps confiscation apart from the fine', () => {
    const sheet = sheetOf(aCase([anAct()]), said({ confiscationFen: 1_234_567 }));
    expect([sheet.resultFen, sheet.confiscationFen]).toEqual([216_000 * YUAN, 1_234_567]);
    expect(sheet.explanation).toContain('没收违法所得12,345.67 元另行计算，不计入罚款');
  });

  it('below the minimum has its legal ground and goes to the collective discussion', () => {
    const reduced = {
      ...{ kind: 'REDUCED' as const, permille: 400, ground: 'RESTORED', reason: '已拆除复绿', evidence: [HASH] },
    };
    const sheet = sheetOf(aCase([anAct()]), said({ adjustments: [reduced] }));
    expect([sheet.resultFen / YUAN, sheet.discussBecause]).toEqual([60_000, '减轻处罚，应当集体讨论决定']);
    expect(sheet.explanation).toContain('减轻（法定下限减少40%）：积极有效修复生态环境，已拆除复绿，－156,000 元');
    expect(AssessAct.safeParse({ ...said(), adjustments: [{ ...reduced, ground: 'GUT_FEELING' }] }).success).toBe(
      false,
    );
  });

  it('is never heavier than the notice after a defence was refused', () => {
    const serving = {
      how: 'DIRECT',
      at: NOW,
      receiver: '',
      place: '',
      witness: null,
      remark: '',
      proof: [],
      by: 'wang',
    };
    const record = aCase([anAct()], {
      status: 'rechecked',
      reviewTurn: { reviewer: 'chen', reviewerName: '陈示', takenAt: NOW, dueAt: NOW },
      notice: { fineFen: 200_000 * YUAN, serving } as unknown as PenaltyCase['notice'],
    });
    const chen = as('reviewer', 'chen', { now: NOW });
    expect(() => assessAct(record, said(), chen, FACTS)).toThrow('不得因陈述申辩或者听证加重处罚');
    const lower = said({ factors: chosen({ ...MAIN, stage: 'foundation' }) });
    expect(assessAct(record, lower, chen, FACTS).document.sheets[0]?.resultFen).toBe(168_000 * YUAN);
  });

  it('comes to the same yuan years later, after clauses and tables were edited and withdrawn', () => {
    const sheet = sheetOf(aCase([anAct(invested(12_000_000))]), said({ chosen: 'NEW', chosenReason: '新法较轻' }));
    const kept = JSON.parse(JSON.stringify(sheet)) as DiscretionSheet;
    for (const basis of BASES)
      Object.assign(basis, { status: 'withdrawn', range: { kind: 'FIXED', minFen: 0, maxFen: 1 } });
    for (const { factors } of TABLES) for (const factor of factors) for (const step of factor.steps) step.weight = 0;
    try {
      expect(recompute(kept)).toBe(216_000 * YUAN);
      expect(isIntact(kept)).toBe(true);
    } finally {
      BASES.splice(0, BASES.length, ...builtInBases(NOW));
      TABLES.splice(0, TABLES.length, ...fresh());
    }
  });

  it('tells by its hash when anything it was computed from was touched', () => {
    const sheet = sheetOf(aCase([anAct()]), said());
    const touched = structuredClone(sheet);
    (touched.candidates[0] as { range: { maxFen: number } }).range.maxFen += 1;
    expect([isIntact(sheet), isIntact(touched), isIntact({ ...sheet, resultFen: 1 })]).toEqual([true, false, false]);
  });
});

/** The built-in tables, whole again after a test has spoilt them. */
const WHOLE = JSON.stringify(BUILT_IN_TABLES);
const fresh = () => (JSON.parse(WHOLE) as TableContent[]).map((table) => builtInTable(table, NOW).document);

describe('factors filled from the file', () => {
  const [t1] = fresh() as [DiscretionTable];
  const known = (no: string, onDay: string) => ({ ref: `penalty:${no}`, no, onDay });

  it('count violations over the two years that end on the day before the discovery, this one included', () => {
    expect(lookBack('2026-10-08', 2)).toEqual(['2024-10-08', '2026-10-07']);
    const { times } = filledFactors(t1, {
      ...{ earlier: [known('A', '2025-01-01'), known('B', '2024-12-01')], complaints: [], before: {} },
    });
    expect(times).toEqual({
      ...{ step: 'third', established: true, value: 3_000, evidence: ['penalty:A', 'penalty:B'] },
      note: '此前2次：A、B',
    });
  });

  it('take verified complaints, leave open what nobody has established, and keep what was entered', () => {
    const factors = filledFactors(t1, {
      ...{ earlier: null, complaints: [known('XF-1', '2026-05-01')] },
      before: chosen({ stage: 'finished', times: 'second' }),
    });
    expect([factors['complaints']?.step, factors['complaints']?.established]).toEqual(['yes', true]);
    expect([factors['duration']?.step, factors['duration']?.established]).toEqual(['below3', false]);
    expect([factors['stage']?.step, factors['times']?.step]).toEqual(['finished', 'second']);
  });
});

const past = (index: number, position: number, change: Partial<PastSheet> = {}): SimulatedSheet => ({
  ...{ id: `p${index}`, no: `舟环罚〔2026〕${index}号`, decidedOn: `2026-10-0${index}`, offence: 'eiaForm' },
  ...{ range: { minFen: 10_000_000, maxFen: 50_000_000 }, resultFen: 10_000_000 + position * 4_000 },
  ...{ factors: chosen(MAIN), adjustments: [], bounds: { adjustPermille: 200, reducePermille: 500 }, ...change },
});

describe('past cases', () => {
  const [t1] = fresh() as [DiscretionTable];
  const PAST = [past(1, 2_900), past(2, 2_900), past(3, 3_100, { factors: chosen({ ...MAIN, stage: 'foundation' }) })];

  it('are ordered by the distance of their factors, the latest of equals first', () => {
    const found = nearest(t1, chosen(MAIN), PAST, 2);
    expect(found.map(({ id, distance, position }) => [id, distance, position])).toEqual([
      ['p2', 0, 2_900],
      ['p1', 0, 2_900],
    ]);
    expect(nearest(t1, chosen(MAIN), PAST, 5).at(-1)?.distance).toBe(1_200);
  });

  it('warn in words when a fine lies far from theirs, and say nothing when there are too few', () => {
    const near = nearest(t1, chosen(MAIN), PAST, 5);
    const range = { minFen: 10_000_000, maxFen: 50_000_000 };
    expect(outlierOf(near, range, 21_600_000, 1_500)).toBeNull();
    expect(outlierOf(near, range, 31_600_000, 1_500)).toBe(
      '情节相近的3件案件，罚款处在法定幅度的29%至31%（居中的是29%）；这一件316,000 元处在54%，明显偏重。请核对各项因子和调整，确有理由的请写明。',
    );
    expect(outlierOf(near.slice(0, 2), range, 31_600_000, 1_500)).toBeNull();
  });

  it('hold back an outlier until it has a reason, which stands in the sheet', () => {
    const heavier = {
      kind: 'HEAVIER' as const,
      permille: 200,
      ground: 'REFUSES',
      reason: '拒不改正',
      evidence: [HASH],
    };
    const input = said({ adjustments: [heavier] });
    expect(() => assessed(aCase([anAct()]), input, { past: PAST })).toThrow('明显偏重');
    const sheet = sheetOf(aCase([anAct()]), { ...input, outlierReason: '两次拒不改正' }, { past: PAST });
    expect(sheet.outlier?.reason).toBe('两次拒不改正');
    expect(sheetOf(aCase([anAct()]), said(), { past: PAST }).outlier).toBeNull();
  });
});

describe('a proposed table', () => {
  const T1 = (JSON.parse(WHOLE) as TableContent[])[0] as TableContent;
  const heavier: TableContent = {
    ...{ ...T1, illustrative: false, validFrom: '2026-12-01' },
    factors: T1.factors.map((factor) =>
      factor.code === 'stage'
        ? { ...factor, steps: factor.steps.map((step) => (step.code === 'main' ? { ...step, weight: 3_000 } : step)) }
        : factor,
    ),
  };
  const chen = as('reviewer', 'chen', { now: NOW });
  const leader = (id: string): Context => ({ ...as('bureauLeader', id, { now: NOW }), factorAt: NOW });
  const SIGNED = { approval: { seen: '0'.repeat(64), opened: [] } };
  const PAST = [
    past(1, 2_900),
    past(2, 2_900, { factors: chosen({ ...MAIN, stage: 'foundation' }), resultFen: 16_800_000 }),
  ];
  const proposeFacts = {
    author: { id: 'chen', name: '陈示' },
    leaders: [{ id: 'lu', name: '陆示' }],
    edition: 2,
    past: PAST,
  };
  const proposed = () => proposeTable({ table: heavier, note: '提高主体施工档' }, chen, proposeFacts);
  const FREE: ApproveFacts = { deciderName: '陆示', standing: [] };

  it('is simulated on past cases: old against new, distribution and outliers', () => {
    const { simulation } = proposed().document;
    expect(simulation?.cases.map(({ oldFen, newFen }) => [oldFen / YUAN, newFen / YUAN])).toEqual([
      [216_000, 264_000],
      [168_000, 168_000],
    ]);
    expect([simulation?.higher, simulation?.lower, simulation?.same, simulation?.outliers]).toEqual([1, 0, 1, 0]);
    expect(simulation?.distribution).toContainEqual(['提高20%至50%', 1]);
    expect(simulation?.distribution).toContainEqual(['不变', 1]);
  });

  it('comes into force only by a leader who did not propose it, with a fresh second factor', () => {
    const { document } = proposed();
    expect(() => approveTable(document, SIGNED, chen, FREE)).toThrow('您没有“批准启用”');
    expect(() => approveTable({ ...document, author: 'lu' }, SIGNED, leader('lu'), FREE)).toThrow('另一位局领导批准');
    expect(() => approveTable(document, SIGNED, as('bureauLeader', 'lu', { now: NOW }), FREE)).toThrow();
    const inForce = approveTable(document, SIGNED, leader('lu'), FREE).document;
    expect([inForce.status, inForce.validFrom]).toEqual(['inForce', '2026-12-01']);
  });

  it('is approved only after the simulation was opened, and not by somebody who saw an earlier one', () => {
    const { document } = proposed();
    const { approval: asked } = discretionWorkflow.steps.approve;
    const shown = shownOf(discretionApprovable.view(document, 'approve', null));
    const opened = ['change', 'reason', 'simulation'];
    expect(shown.parts.map(({ id }) => id).sort()).toEqual(opened);
    expect(() => requireSeen({ seen: shown.seen, opened: ['change', 'reason'] }, asked, shown)).toThrow(
      '请先打开看过“用以往案件模拟”',
    );
    expect(() => requireSeen({ seen: shown.seen, opened }, asked, shown)).not.toThrow();
    const again = simulateTable(document, {}, chen, { past: [] }).document;
    const now = shownOf(discretionApprovable.view(again, 'approve', null));
    expect(() => requireSeen({ seen: shown.seen, opened }, asked, now)).toThrow('内容有变动');
  });

  it('never takes effect in the past, ends the edition before it, and does not overlap with another table', () => {
    const late = { ...proposed().document, validFrom: '2026-01-01' };
    const [before, t2] = fresh() as [DiscretionTable, DiscretionTable];
    const { document, effects } = approveTable(late, SIGNED, leader('lu'), { ...FREE, standing: [before] });
    expect(document.validFrom).toBe('2026-11-24');
    expect(effects).toContainEqual(
      expect.objectContaining({
        ...{ kind: 'discretion.supersede', data: { table: 'T1@1', lastDay: '2026-11-23', by: 'T1@2' } },
      }),
    );
    const clash = { ...FREE, standing: [{ ...t2, offences: ['eiaForm' as const] }] };
    expect(() => approveTable(late, SIGNED, leader('lu'), clash)).toThrow('“环评报告表未批先建”已有裁量表T2@1');
    const newer = { ...FREE, standing: [{ ...before, edition: 3, _id: 'T1@3' }] };
    expect(() => approveTable(late, SIGNED, leader('lu'), newer)).toThrow('更新的T1@3已经启用');
    const clock: Context = { actor: CLOCK, now: NOW, door: 'system' };
    expect(supersedeTable(before, { lastDay: '2026-11-23', by: 'T1@2' }, clock).document.validTo).toBe('2026-11-23');
  });

  it('that is unsound cannot even be proposed', () => {
    const short = { ...heavier, factors: heavier.factors.slice(1) };
    expect(() => proposeTable({ table: short, note: '' }, chen, proposeFacts)).toThrow('合计应为100%，现在是68%');
  });
});
