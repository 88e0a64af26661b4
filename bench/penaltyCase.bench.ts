/**
 * Penalty cases: lists out of a million by the product's own queries, and the page of one case with 200 pieces of evidence and 500 events,
 * made by the same function that answers the phone.
 */
import { type Actor } from '../models/core/access';
import { COUNTIES, type County } from '../models/core/place';
import { type Stored } from '../models/core/journal';
import { face } from '../models/domains';
import { registerClue } from '../models/penalty/clue';
import { penaltyFace } from '../models/penalty/penalty.face';
import { type PenaltyCase, type PenaltyStatus, STATES } from '../models/penalty/penalty.schema';
import { listPenalties, type PenaltyFilter, penaltyCases } from '../models/penalty/penalty.store';
import { recordPage } from '../server/record.page';
import { BATCH } from './data';
import { load, QUICK, report, type Row, withDatabase } from './support';

const SIZE = QUICK ? 20_000 : 1_000_000;
const TIMES = QUICK ? 100 : 300;
const DAY_MS = 86_400_000;
const NOW = new Date();
const COUNTY = Object.keys(COUNTIES) as County[];
const STATUS = Object.keys(STATES) as PenaltyStatus[];
/** Of the newest, one in ten still runs. */
const CURRENT = 20_000;
const OFFICERS = 130;
const PER_DAY = 300;

const actor = (id: string, role: Actor['roles'][number], county: County | null): Actor => ({
  ...{ id, roles: [role, 'staff'], county, grid: null, unit: null },
});
const LEADER = actor('bureau', 'bureauLeader', null);
const HEAD = actor('head', 'branchHead', '330903');
const OFFICER = actor('officer7', 'officer', '330903');

const said = (county: County) => ({
  ...{ source: { kind: 'OTHER' as const, id: null, no: null }, enterprise: null, county, actOn: null, evidence: [] },
  ...{ party: { kind: 'ORGANISATION' as const, name: '示例企业', uscc: null }, facts: '除臭设施未运行。' },
});
const facts = (id: string) => ({
  ...{ heads: [], leaders: [], officers: [{ id, name: '示某' }], registeredBy: { id, name: '示某' } },
});

function aCase(n: number): Stored<PenaltyCase> {
  const at = new Date(NOW.getTime() - (n / PER_DAY) * DAY_MS);
  const county = COUNTY[n % COUNTY.length] ?? '330903';
  const by = { actor: LEADER, now: at, door: 'page' as const };
  const { document } = registerClue(`bench-case-${n}`, said(county), by, facts(`officer${n % OFFICERS}`));
  const open = n < CURRENT && n % 10 === 0;
  return {
    ...document,
    ...{ status: open ? (STATUS[(n / 10) % 18] ?? 'clue') : 'archived', no: `XS-2020-${n}`, version: 1 },
    ...{ investigatorIds: [`officer${n % OFFICERS}`], dueAt: open ? new Date(at.getTime() + 90 * DAY_MS) : null },
    ...{ wakeAt: null, events: [], outbox: [], updatedAt: at, sealed: 0, unsealedAt: null },
  };
}

async function fill(): Promise<void> {
  const collection = penaltyCases.collection;
  for (let from = 0; from < SIZE; from += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, SIZE - from) }, (_, n) => aCase(from + n));
    await collection.insertMany(rows, { ordered: false, writeConcern: { w: 1, j: false } });
  }
}

/** A case as large as any: 200 pieces of evidence, 500 events. */
function largest(): Stored<PenaltyCase> {
  const events = Array.from({ length: 500 }, (_, n) => ({
    ...{ id: `event${n}`, type: 'penalty.evidenceAdded', at: NOW, by: `officer${n % OFFICERS}`, door: 'page' as const },
    data: { count: 1, text: '补充现场照片和监测报告。' },
  }));
  const evidence = Array.from({ length: 200 }, (_, n) => n.toString(16).padStart(64, '0'));
  const filing = { no: '舟环立〔2026〕1号', by: 'head', byName: '示某', at: NOW, authority: null, dueAt: NOW };
  return { ...aCase(0), _id: 'bench-largest', no: 'XS-2026-999999', status: 'investigating', filing, evidence, events };
}

const LISTS: readonly (readonly [string, Actor, Omit<PenaltyFilter, 'limit'>])[] = [
  ['latest, the whole city', LEADER, {}],
  ['waiting to be filed, the whole city', LEADER, { status: ['clue'] }],
  ['by deadline, the whole city', LEADER, { sort: 'DUE' }],
  ['five states of one county', HEAD, { status: ['filed', 'investigating', 'investigated', 'reviewing', 'noticed'] }],
  ['by deadline, one county', HEAD, { sort: 'DUE' }],
  ['over, one county', LEADER, { status: ['closed', 'archived'], county: '330921' }],
  ['one officer', OFFICER, {}],
];

void withDatabase(async () => {
  await fill();
  await penaltyCases.collection.insertOne(largest());
  const rows: Row[] = [];
  for (const [name, who, filter] of LISTS) {
    const list = () => listPenalties(who, { ...filter, limit: 30 });
    await load(20, 2, list);
    rows.push({
      name: `30 of ${SIZE}, ${name}, p95`,
      value: (await load(TIMES, 4, list)).p95,
      unit: 'ms',
      target: '≤ 100',
    });
  }
  const record = (await penaltyCases.collection.findOne({ _id: 'bench-largest' } as never))!;
  const open = async () => {
    const found = (await penaltyCases.collection.findOne({ _id: record._id } as never))!;
    return JSON.stringify(await recordPage(face(penaltyFace), found, { actor: HEAD, now: NOW }));
  };
  const size = (await open()).length;
  rows.push({
    name: 'page of 200 pieces of evidence and 500 events, p95',
    value: (await load(TIMES, 2, open)).p95,
    unit: 'ms',
    target: '≤ 200',
  });
  rows.push({ name: 'of it, sent', value: Math.round(size / 1024), unit: 'kB' });
  report('Penalty cases', rows);
});
