/**
 * An approval from the tap to its durable write and answer, at a steady 50 a second over real HTTP: every tap a case of its own with a
 * discretion sheet, forty pieces of evidence and a drafted notice, read again, shown again and hashed again before it is signed. Beside
 * it, in turns on the same server, the same request refused: the same write without an approval.
 */
import { randomUUID } from 'node:crypto';
import { assessAct } from '../models/penalty/assessment';
import { type PenaltyCase } from '../models/penalty/penalty.schema';
import { penaltyCases } from '../models/penalty/penalty.store';
import { BEFORE_FILING } from '../models/penalty/case.schema';
import { registerClue } from '../models/penalty/clue';
import { people } from '../models/people/people.store';
import { keepBuiltIn } from '../models/template/template.store';
import { aReadyCase } from '../tests/support/caseFile';
import { picture, sha256 } from '../tests/support/evidence';
import { keepPhoto } from '../models/core/files';
import { AssessAct } from '../models/discretion/discretion.schema';
import { keepBuiltInTables, tablesFor } from '../models/discretion/discretion.store';
import { keepBuiltInLaw } from '../models/law/builtIn';
import { basesOf } from '../models/law/law.store';
import { aPerson } from './data';
import { type Child, startServer } from './children';
import { httpClient, load, paced, percentiles, QUICK, report, round, type Row, withDatabase } from './support';

const PER_SECOND = 50;
const SECONDS = QUICK ? 4 : 30;
const TURNS = 2;
const TIMES = (PER_SECOND * SECONDS) / TURNS;
const PIN = '738294';
const NOW = new Date();
const day = (back: number) => new Date(NOW.getTime() - back * 86_400_000).toISOString().slice(0, 10);

/** Forty photographs as they came from the camera. @returns their hashes */
async function keptEvidence(): Promise<string[]> {
  const photos = await Promise.all(Array.from({ length: 40 }, (_, n) => picture(n + 1)));
  await Promise.all(photos.map((photo) => keepPhoto(photo, NOW)));
  return photos.map(sha256);
}

/** A case of Putuo whose officers ask for thirty days more. */
async function aCase(evidence: string[]): Promise<PenaltyCase> {
  const officer = { id: 'putuo01', name: '王示海' };
  const context = {
    actor: { id: officer.id, roles: ['staff' as const], county: '330903', grid: null, unit: 'putuo' },
    ...{ now: NOW, door: 'page' as const },
  };
  const { document } = registerClue(
    'bench-case',
    {
      ...{ source: { kind: 'OTHER', id: null, no: null }, enterprise: null, county: '330903', facts: '主体已施工。' },
      ...{ party: { kind: 'ORGANISATION', name: '示例公司', uscc: null }, actOn: day(60), evidence },
    },
    context,
    { officers: [officer], registeredBy: officer, heads: [], leaders: [] },
  );
  const act: PenaltyCase['acts'][number] = {
    ...{ id: 'act-1', offence: 'eiaForm', text: '未批先建', place: '', actOn: day(60), endedOn: null, harm: false },
    ...{
      continuous: false,
      discoveredOn: day(50),
      quantities: { investmentFen: 1_200_000_000 },
      facts: '主体已施工。',
    },
    evidence: evidence.slice(0, 5),
  };
  const open: PenaltyCase = {
    ...{ ...document, ...BEFORE_FILING, partyKey: document.partyKey, status: 'investigating', acts: [act] },
    ...{ investigatorIds: [officer.id], everInvestigated: [officer.id] },
  };
  const steps = { stage: 'main', duration: 'below12', times: 'first', complaints: 'none' };
  const factors = Object.fromEntries(
    Object.entries(steps).map(([code, step]) => [
      code,
      { step, established: true, value: null, evidence: evidence.slice(0, 1), note: '' },
    ]),
  );
  const said = AssessAct.parse({ act: act.id, factors, chosen: 'ONLY', chosenReason: '同一规定' });
  const [bases, tables] = await Promise.all([basesOf(act.offence), tablesFor(act.offence)]);
  const facts = { bases, tables, past: [], earlier: [], complaints: [], byName: officer.name };
  const { sheets } = assessAct(open, said, context, facts).document;
  return {
    ...{ ...open, status: 'reviewing', sheets, wakeAt: null, alarms: [] },
    review: {
      by: 'law01',
      byName: '示审',
      at: NOW,
      opinions: [],
      result: 'PENALTY',
      text: '同意处罚',
      complex: false,
      publicInterest: false,
    },
    filing: { no: '舟环(普)立〔2026〕1号', by: 'leader01', byName: '示局长', at: NOW, authority: null, dueAt: NOW },
    decisionExtensions: [
      {
        ...{ level: 'HEAD', days: 30, reason: '鉴定未完', askedBy: officer.id, askedAt: NOW, granted: null },
        ...{ decidedBy: null, decidedAt: null, refusedReason: null, discussion: null, approval: null },
      },
    ],
    notice: {
      ...{ no: null, draftedBy: officer.id, draftedByName: officer.name, draftedAt: NOW, kinds: ['FINE'] },
      ...{
        fineFen: sheets[0]?.resultFen ?? 0,
        confiscationFen: 0,
        facts: '主体已施工。',
        basis: '示例',
        reasons: '按表',
      },
      ...{ hearingRight: true, hearingBecause: ['罚款数额较大'], days: 5, approvedBy: null, approvedByName: null },
      ...{ approvedAt: null, approval: null, serving: null, dueAt: null, waived: null },
    },
  };
}

async function fill(name: string, record: PenaltyCase): Promise<string[]> {
  const journal = { events: [], outbox: [], updatedAt: NOW, sealed: 0, unsealedAt: null };
  const ids = Array.from({ length: TIMES }, (_, n) => `${name}-${String(n)}`);
  await penaltyCases.collection.insertMany(ids.map((_id) => ({ ...record, ...journal, _id })));
  return ids;
}

function callers({ port, headers }: Child) {
  const client = httpClient(64);
  const common = { 'content-type': 'application/json', origin: 'http://127.0.0.1', ...headers };
  const url = (path: string) => `http://127.0.0.1:${String(port)}${path}`;
  return {
    get: async (path: string) => JSON.parse(await client(url(path), common)) as { seen: string; required: string[] },
    post: (path: string, body: object) =>
      client(url(path), { ...common, 'idempotency-key': randomUUID() }, JSON.stringify(body)),
    close: client.close,
  };
}
type Callers = ReturnType<typeof callers>;

/** Durations in ms of one press per id, at the steady rate. */
async function pressed(ids: readonly string[], press: (id: string) => Promise<unknown>): Promise<number[]> {
  const durations: number[] = [];
  await paced(PER_SECOND, ids.length, async (n) => {
    const start = performance.now();
    await press(ids[n] ?? '');
    durations.push(performance.now() - start);
  });
  return durations;
}

/** Every page is opened beforehand, as a leader does: the tap comes after the reading. */
async function approvals({ get, post }: Callers, step: string, ids: readonly string[]): Promise<number[]> {
  const pages = new Map<string, object>();
  await load(ids.length, 8, async (n) => {
    const { seen, required } = await get(`/api/penalties/${ids[n] ?? ''}/approval/${step}`);
    pages.set(ids[n] ?? '', { approval: { seen, opened: required } });
  });
  await post('/api/secondFactor', { pin: PIN });
  return pressed(ids, (id) => post(`/api/penalties/${id}/${step}`, pages.get(id) ?? {}));
}

const BASIS = '《生态环境法典》第一千零九十五条第一款';

/** A case of which every veto item is in order. */
async function readyToDecide(evidence: string[]): Promise<PenaltyCase> {
  const { acts, sheets } = await aCase(evidence);
  const { notice, decisionDraft, ...ready } = aReadyCase({ no: null, evidence, acts, sheets });
  const told = { fineFen: sheets[0]?.resultFen ?? 0, basis: BASIS };
  return { ...ready, notice: { ...notice!, ...told }, decisionDraft: { ...decisionDraft!, ...told } };
}

/** What is approved, and of which case. */
const STEPS = { extendDecision: aCase, approveNotice: aCase, decide: readyToDecide };
type StepName = keyof typeof STEPS;

/** Approvals beside refusals, in turns on the same server. */
async function measure(by: Callers, step: StepName, evidence: string[]): Promise<Row[]> {
  const [record, asked] = await Promise.all([STEPS[step](evidence), aCase(evidence)]);
  const [approved, sentBack]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < TURNS; turn++) {
    const name = `${step}-${String(turn)}`;
    const [first, second] = [await fill(`a-${name}`, record), await fill(`b-${name}`, asked)];
    approved.push(...(await approvals(by, step, first)));
    sentBack.push(
      ...(await pressed(second, (id) => by.post(`/api/penalties/${id}/refuseMoreTime`, { reason: '不必' }))),
    );
  }
  const [value, baseline] = [percentiles(approved), percentiles(sentBack)];
  return (['p50', 'p95', 'p99', 'max'] as const).map((name) => ({
    ...{ name: `${step}, ${name}`, value: value[name], unit: 'ms', baseline: baseline[name] },
    ...{ ratio: round(value[name] / baseline[name]), ...(name === 'p99' ? { target: '≤ 300' } : {}) },
  }));
}

void withDatabase(async (uri) => {
  await people.insertOne(aPerson('duty01', { roles: ['bureauLeader'] }));
  await keepBuiltInLaw(NOW);
  await keepBuiltInTables(NOW);
  await keepBuiltIn(NOW);
  const evidence = await keptEvidence();
  const server = await startServer('command', ['product', uri]);
  const by = callers(server);
  await by.post('/api/secondFactor/set', { pin: PIN });
  const rows: Row[] = [];
  for (const step of Object.keys(STEPS) as StepName[]) rows.push(...(await measure(by, step, evidence)));
  by.close();
  server.process.kill();
  report('Approval from tap to stored, 50 a second', [
    ...rows,
    { name: 'approvals of each kind', value: TIMES * TURNS, unit: '' },
  ]);
});
