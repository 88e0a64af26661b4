/**
 * 卷宗: every document of a case as Word, the register of a file with two hundred entries, and the veto list. Beside the Word file: what
 * docxtemplater alone needs for the same template, without pictures, hash and page.
 */
import Docxtemplater from 'docxtemplater';
import PizZip from 'pizzip';
import { create, read } from '../models/core/journal';
import { documentOf, type MadeDocument, wordFileOf } from '../models/document/document';
import { caseFileOf, documentsOf } from '../models/penalty/file';
import { vetoFor } from '../models/penalty/linked';
import { penaltyCases } from '../models/penalty/penalty.store';
import { type DocumentName } from '../models/template/template.schema';
import { fileOf, keepBuiltIn } from '../models/template/template.store';
import { as } from '../tests/builders';
import { aReadyCase, DAY, SERVING } from '../tests/support/caseFile';
import { aDecidedCase } from '../tests/support/decidedCase';
import { percentiles, QUICK, report, type Row, withDatabase } from './support';

const URL = 'https://example.cn';
const CASE = 'bench-case-0001';
const ROUNDS = QUICK ? 3 : 40;
const TARGET = { word: 300, page: 200 };

async function times(act: () => Promise<unknown>, rounds = ROUNDS): Promise<number[]> {
  await act();
  const runs: number[] = [];
  for (let n = 0; n < rounds; n += 1) {
    const began = performance.now();
    await act();
    runs.push(performance.now() - began);
  }
  return runs;
}

async function caseWith(entries: number): Promise<void> {
  const evidence = Array.from({ length: entries }, (_, at) => at.toString(16).padStart(64, '0'));
  const ready = aReadyCase({ evidence, serving: SERVING });
  const decision = { ...aDecidedCase().decision!, ...ready.decisionDraft!, at: DAY };
  const document = { ...ready, _id: CASE, no: null, status: 'served' as const, decision };
  await create(penaltyCases, { document, event: { type: 'penalty.registered' } }, as('staff', 'wang', { now: DAY }));
}

/** The same words put in by the library alone. */
async function bare({ template, filling }: MadeDocument): Promise<void> {
  const zip = new PizZip(await fileOf(template.file));
  new Docxtemplater(zip, { paragraphLoop: true, linebreaks: true, nullGetter: () => '' })
    .render({ ...filling.fields, 正文: '' })
    .getZip()
    .generate({ type: 'uint8array' });
}

async function measure(): Promise<Row[]> {
  await keepBuiltIn(DAY);
  await caseWith(190);
  const record = (await read(penaltyCases, CASE))!;
  const made = await documentsOf({ path: 'penalties', record }, URL);
  const word = async (kind: DocumentName) =>
    wordFileOf(await documentOf({ path: 'penalties', id: CASE, kind }, record, URL));
  const slowest: { name: string; p95: number }[] = [];
  for (const { title, key } of made) {
    const { p95 } = percentiles(await times(() => word(key.kind), Math.ceil(ROUNDS / 4)));
    slowest.push({ name: title, p95 });
  }
  slowest.sort((a, b) => b.p95 - a.p95);
  const decision = made.find(({ key }) => key.kind === 'decision')!;
  const ours = percentiles(await times(() => word('decision')));
  const theirs = percentiles(await times(() => bare(decision)));
  const register = percentiles(await times(() => caseFileOf(record, URL)));
  const veto = percentiles(await times(() => vetoFor(record, DAY)));
  return [
    {
      ...{ name: '处罚决定书 as Word, p95', value: ours.p95, unit: 'ms', target: TARGET.word },
      ...{ baseline: theirs.p95, ratio: (ours.p95 / theirs.p95).toFixed(2) },
    },
    {
      name: `slowest of ${made.length} documents (${slowest[0]?.name}), p95`,
      value: slowest[0]?.p95 ?? 0,
      unit: 'ms',
      target: TARGET.word,
    },
    { name: 'whole register of 200 entries, p95', value: register.p95, unit: 'ms', target: TARGET.page },
    { name: '25 veto items with what is looked up, p95', value: veto.p95, unit: 'ms' },
  ];
}

void withDatabase(async () => report('Case file', await measure()));
