/** 文书 of a case: what a decision must say (行政处罚法 第五十九条), official words, and that paper and page say the same. */
import { DOMParser } from '@xmldom/xmldom';
import { strFromU8, unzipSync } from 'fflate';
import { type PenaltyCase } from '../models/penalty/penalty.schema';
import { CASE_DRAFTS, type CaseDraft } from '../models/penalty/penalty.documents';
import { issued } from '../models/penalty/documents/keeping';
import { BUILT_IN } from '../models/template/builtIn';
import { CASE_TAGS } from '../models/template/caseKinds';
import { type Fields, fillOutline, linesOf } from '../models/template/outline';
import { sheets } from '../models/template/paper';
import { kindOf, TAGS } from '../models/template/template.schema';
import { letterhead } from '../models/template/template.store';
import { wordOf } from '../models/template/word';
import { wordTemplate } from '../models/template/wordFile';
import { aReadyCase, SERVING } from './support/caseFile';
import { aDecidedCase, DECIDED_ON, on } from './support/decidedCase';

const READY = aReadyCase();
const HEAD = letterhead();
const DECIDED: PenaltyCase = {
  ...READY,
  status: 'served',
  decision: { ...aDecidedCase().decision!, ...READY.decisionDraft!, no: '舟环(普)罚〔2026〕1号', at: on('2026-10-13') },
  statements: [{ id: 's1', at: on('2026-09-22'), text: '请求从轻', files: [], by: 'p', oral: false }],
  recheck: {
    ...{ by: 'reviewer', byName: '示reviewer', at: on('2026-09-28'), kinds: ['FINE'], fineFen: 40_600_000 },
    ...{ confiscationFen: 0, points: [{ point: '请求从轻处罚', adopted: false, reason: '没有法定从轻情节' }] },
  },
  serving: { ...SERVING, at: on('2026-10-14') },
};

/** What somebody reads of a document on the page. */
function readOf(name: CaseDraft, record: PenaltyCase): string {
  const draft = CASE_DRAFTS[name](record, HEAD);
  if (!draft) throw new Error(`no ${name}`);
  const pages = fillOutline(BUILT_IN[kindOf(name)], { fields: draft.fields, pictures: {} });
  return pages.flatMap(({ blocks }) => linesOf(blocks)).join('\n');
}

describe('a decision says all that the law asks of it', () => {
  const words = readOf('decision', DECIDED);
  it.each([
    ['who the party is, and where', /东海鱼粉示例有限公司[\s\S]*91330900MA28示例01[\s\S]*何示厂[\s\S]*展茅示例路1号/],
    ['the facts', /化学需氧量超标0\.4倍/],
    ['the evidence', /有以下证据证明：现场笔录、采样记录、监测报告/],
    [
      'how the party was told and heard, and what became of it',
      /舟环\(普\)罚告〔2026〕1号[\s\S]*请求从轻处罚[\s\S]*我局不予采纳：没有法定从轻情节/,
    ],
    ['the kind of penalty', /1\. 罚款人民币肆拾万陆仟元整（¥406,000元）/],
    ['the clause', /依据：《生态环境法典》第一千一百零七条第一款/],
    ['why the amount is what it is', /裁量[\s\S]*406,000/],
    ['how, when and where it is performed', /自收到本决定书之日起15日内，持缴款码[\s\S]*缴款码：\d{12}/],
    ['what follows when it is not', /每日按罚款数额的百分之三加处罚款，加处罚款的数额不超过罚款数额/],
    ['reconsideration and its period', /六十日内向舟山市人民政府申请行政复议/],
    ['the court and its period', /六个月内依法向有管辖权的人民法院提起行政诉讼/],
    ['the authority with its seal', /舟山市生态环境局普陀分局（印章）/],
    ['the day, written out', /二〇二六年十月十三日/],
  ])('%s', (_, sentence) => expect(words).toMatch(sentence));

  it('and names no party that defended itself where none did', () => {
    expect(readOf('decision', { ...DECIDED, statements: [], recheck: null })).toContain('没有提出陈述、申辩');
  });
});

describe('a notice before the decision', () => {
  it('tells of the hearing only where there is a right to it', () => {
    expect(readOf('priorNotice', DECIDED)).toContain('要求听证');
    const without = { ...DECIDED, notice: { ...DECIDED.notice!, hearingRight: false } };
    expect(readOf('priorNotice', without)).not.toContain('要求听证；');
  });
});

const ENDED: PenaltyCase = {
  ...DECIDED,
  noPenalty: {
    ...{ by: 'head', byName: '示head', at: on('2026-10-13'), no: null, ground: 'MINOR', rule: null, discussion: null },
    ...{ reason: '及时改正', education: '已当面教育', commitment: '不再发生', approval: null },
  },
  transferOut: {
    ...{
      by: 'bureau',
      byName: '示bureau',
      at: on('2026-10-13'),
      kind: 'CRIME',
      to: '普陀公安分局',
      reason: '涉嫌污染环境',
    },
    ...{ transfer: null, approval: null },
  } as PenaltyCase['transferOut'],
  instalment: {
    ...{ status: 'running', requestedAt: on('2026-10-15'), requestedBy: 'p', reason: '资金困难', proof: [], asked: [] },
    ...{ answerDueAt: on('2026-10-30'), decidedBy: 'head', decidedByName: '示head', decidedAt: on('2026-10-20') },
    ...{ decisionReason: '同意', approval: null, schedule: [{ dueOn: '2026-11-20', amountFen: 20_300_000 }] },
  },
  enforcement: {
    demand: {
      ...{ at: on('2026-12-01'), by: 'wang', fineFen: 40_600_000, confiscationFen: 0, lateFen: 12_180_000 },
      ...{ serving: { ...SERVING, at: on('2026-12-02') }, dueAt: on('2026-12-16'), answer: null },
    },
    court: {
      ...{ at: on('2027-05-01'), by: 'bureau', approval: null, court: '普陀区人民法院', fineFen: 40_600_000 },
      ...{ confiscationFen: 0, lateFen: 40_600_000, no: null, acceptedOn: null, ruling: null, ruledOn: null },
      rulingReason: null,
      finishedOn: null,
      result: null,
    },
  },
  closing: {
    ...{ kind: 'PERFORMED', summary: '罚款已缴清', proposedBy: 'wang', proposedByName: '示wang', returnedReason: null },
    ...{ proposedAt: on('2027-06-01'), approvedBy: 'head', approvedByName: '示head', approvedAt: on('2027-06-02') },
    approval: null,
  },
};
const NAMES = (Object.keys(CASE_DRAFTS) as CaseDraft[]).filter((name) => name !== 'filingRefusal');
const squeezed = (text: string) => text.replace(/\s/g, '');

describe.each(NAMES)('%s', (name) => {
  const kind = kindOf(name);
  const draft = CASE_DRAFTS[name](ENDED, HEAD)!;

  it('says the same in Word as on the page, every tag filled from the case', async () => {
    const filling = { fields: draft.fields, pictures: {} };
    const file = await wordOf(wordTemplate(BUILT_IN[kind], BUILT_IN[kind].footer), filling);
    const xml = strFromU8(unzipSync(file)['word/document.xml'] ?? new Uint8Array());
    const nodes = new DOMParser().parseFromString(xml, 'text/xml').getElementsByTagName('w:t');
    const word = squeezed(Array.from(nodes, (node) => node.textContent ?? '').join(''));
    const pages = fillOutline(BUILT_IN[kind], filling);
    expect(word).toBe(squeezed(pages.flatMap(({ blocks }) => linesOf(blocks)).join('')));
    expect(word).not.toMatch(/undefined|null|NaN|\[object/);
    expect(sheets(pages)).toBeGreaterThan(0);
  });

  it('knows no tag but those that a template may use', () => {
    const fields = (known: object, given: Fields): string[] =>
      Object.entries(given).flatMap(([tag, value]) => {
        const own = (known as Record<string, unknown>)[tag];
        if (!own) return ['案号', '案由', '日期大写', '复议机关', '诉讼法院'].includes(tag) ? [] : [tag];
        return Array.isArray(value) ? value.flatMap((one) => fields(own, one as Fields)) : [];
      });
    expect(fields(TAGS[kind], draft.fields)).toEqual([]);
    expect(draft.no).not.toBe('');
  });
});

it('every tag of the kinds a case fills by itself is filled somewhere', () => {
  const kinds = Object.keys(CASE_TAGS).filter((kind) => Object.hasOwn(CASE_DRAFTS, kind)) as (CaseDraft &
    keyof typeof CASE_TAGS)[];
  for (const kind of kinds) {
    const record = kind === 'filingRefusal' ? { ...ENDED, status: 'notFiled' as const } : ENDED;
    const given = Object.keys(CASE_DRAFTS[kind](record, HEAD)!.fields);
    const open = Object.keys(CASE_TAGS[kind]).filter((tag) => tag !== '指纹' && !given.includes(tag));
    expect([kind, open]).toEqual([kind, []]);
  }
});

describe('what a change issues', () => {
  it('is put away with the words it was issued with, once for each day it bears', () => {
    const [effect, ...more] = issued(READY, { ...DECIDED, recheck: null, serving: null });
    expect(more).toEqual([]);
    expect(effect).toMatchObject({ kind: 'penalty.document', lane: 'document' });
    expect(effect!.data).toMatchObject({ name: 'decision', no: '舟环(普)罚〔2026〕1号', at: on('2026-10-13') });
    expect(issued(DECIDED, { ...DECIDED, dueAt: on(DECIDED_ON) })).toEqual([]);
    const again = { ...DECIDED, report: { ...DECIDED.report!, at: on('2026-10-20'), facts: '补充调查后认定。' } };
    expect(issued(DECIDED, again).map(({ data }) => data['name'])).toEqual(['investigationReport']);
  });
});
