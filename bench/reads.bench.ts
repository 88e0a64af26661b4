/**
 * What the desk reads all day, while the register grows a hundredfold: a list of 20 and the figures at the top, by the product's own
 * queries. The figures stand beside one `$facet` over all petitions, which is how a dashboard is usually counted.
 */
import { type Actor } from '../models/core/access';
import { COUNTIES } from '../models/core/place';
import { petitionCounts } from '../models/petition/petition.counts';
import { OPEN_STATES, type Petition } from '../models/petition/petition.schema';
import { listPetitions, petitions } from '../models/petition/petition.store';
import { recount } from '../models/petition/petition.tallies';
import { fillPetitions } from './data';
import { load, QUICK, report, type Row, round, withDatabase } from './support';

const SIZES = QUICK ? [1_000, 10_000] : [10_000, 100_000, 1_000_000];
/** Where the figures are held against `$facet`, which takes seconds for more. */
const FACET_AT = QUICK ? 10_000 : 100_000;
const OPEN_SHARE = 20;
const DAY_MS = 86_400_000;
const NOW = new Date();
const COUNTY = Object.keys(COUNTIES) as (keyof typeof COUNTIES)[];
const DUTY: Actor = { id: 'duty01', roles: ['dutyOperator'], county: null, grid: null, unit: '220' };

/** Of the newest, one in twenty is still open; what is older has been concluded. */
const CURRENT = 10_000;
const PER_DAY = 300;

/** Number `n` counted back from now: a register grows by its past, while the work of the day stays what it is. */
function plausible(n: number): Partial<Petition> {
  const at = new Date(NOW.getTime() - (n / PER_DAY) * DAY_MS);
  const open = n < CURRENT && n % OPEN_SHARE === 0;
  return {
    status: open ? (OPEN_STATES[(n / OPEN_SHARE) % OPEN_STATES.length] ?? 'registered') : 'closed',
    county: COUNTY[n % COUNTY.length] ?? null,
    urgency: n % 10 === 0 ? 'URGENT' : 'NORMAL',
    officer: `officer${n % 130}`,
    receivedAt: at,
    registeredAt: at,
    dueAt: new Date(at.getTime() + 60 * DAY_MS * (n % 3)),
  };
}

const inState = (states: readonly string[], more: object = {}) => [
  { $match: { status: { $in: states }, ...more } },
  { $count: 'n' },
];
const facet = () =>
  petitions.collection
    .aggregate([
      {
        $facet: {
          open: inState(OPEN_STATES),
          urgent: inState(OPEN_STATES, { urgency: 'URGENT' }),
          overdue: inState(OPEN_STATES, { dueAt: { $lt: NOW } }),
          unassigned: inState(['registered', 'classified', 'accepted']),
          thisYear: [
            { $match: { registeredAt: { $gte: new Date(NOW.getTime() - 365 * DAY_MS) } } },
            { $group: { _id: null, n: { $sum: 1 } } },
          ],
          byCounty: [{ $group: { _id: '$county', n: { $sum: 1 } } }],
        },
      },
    ])
    .toArray();

const TIMES = QUICK ? 100 : 400;

async function measureAt() {
  const officer: Actor = { ...DUTY, id: 'officer7', roles: ['officer'], county: '330903' };
  const counts = () => petitionCounts({}, NOW);
  await load(QUICK ? 50 : 200, 2, () => Promise.all([listPetitions(DUTY, {}), listPetitions(officer, {}), counts()]));
  return {
    desk: await load(TIMES, 4, () => listPetitions(DUTY, { limit: 20 })),
    officer: await load(TIMES, 4, () => listPetitions(officer, { limit: 20 })),
    counts: await load(TIMES, 4, counts),
  };
}

const READS = [
  ['desk', 'list of 20, the whole city', 1.5],
  ['officer', 'list of 20, one officer', 1.5],
  ['counts', 'figures of the desk', 1.2],
] as const;

void withDatabase(async () => {
  const rows: Row[] = [];
  let first: Awaited<ReturnType<typeof measureAt>> | undefined;
  let filled = 0;
  for (const size of SIZES) {
    await fillPetitions(size - filled, plausible, filled);
    filled = size;
    await recount();
    const measured = await measureAt();
    first ??= measured;
    for (const [what, name, most] of READS) {
      const [value, baseline] = [measured[what].p95, first[what].p95];
      const grown = measured === first ? {} : { baseline, ratio: round(value / baseline), target: `≤ ${most} ×` };
      rows.push({ name: `${name}, p95 of ${size}`, value, unit: 'ms', ...grown });
    }
    if (size !== FACET_AT) continue;
    const { p50: whole } = await load(QUICK ? 5 : 20, 1, facet);
    const { p50: kept } = await load(50, 1, () => petitionCounts({}, NOW));
    const beside = { baseline: whole, ratio: round(kept / whole, 4), target: '≤ 0.033 (30 × faster)' };
    rows.push({ name: `figures against $facet at ${size}, p50, one at a time`, value: kept, unit: 'ms', ...beside });
  }
  report('Reading as the register grows', rows);
});
