/**
 * 带上岛: a pack of 200 enterprises with full dossiers, each with checks, petitions and incidents behind it, built and compressed; beside it
 * the naive way of the same run, which reads every dossier by itself. Size is judged as it travels.
 */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Actor } from '../models/core/access';
import { openVault } from '../models/core/identityVault';
import { dossierOf } from '../models/enterprise/dossier';
import { type Enterprise } from '../models/enterprise/enterprise.schema';
import { enterprises } from '../models/enterprise/enterprise.store';
import { inspections } from '../models/inspection/inspection.store';
import { packFor } from '../models/pack/pack';
import { people } from '../models/people/people.store';
import { ensureIndexes } from '../server/database';
import { anEnterprise, anInspection } from '../tests/support/packWorld';
import { aPerson, fillPetitions } from './data';
import { percentiles, QUICK, report, round, type Row, timed, withDatabase } from './support';

const ENTERPRISES = 200;
const ROUNDS = QUICK ? 2 : 20;
const NOW = new Date('2026-03-02T10:00:00+08:00');
const OFFICER: Actor = { id: 'wang', roles: ['officer', 'staff'], county: '330903', grid: null, unit: 'putuo' };
const squeeze = promisify(gzip);
const many = <T>(count: number, one: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => one(n));

async function fill(): Promise<Enterprise[]> {
  const all = many(ENTERPRISES, (n) => anEnterprise(n + 1));
  const of = (n: number) => all[(n * 7) % all.length]!;
  await enterprises.insertMany(all);
  const tasks = many(QUICK ? 400 : 4_000, (n) =>
    anInspection({
      ...{
        _id: `i${n}`,
        no: `JC-2026-${n}`,
        actionCode: `DEMO-${n}`,
        enterprise: of(n)._id,
        enterpriseName: of(n).name,
      },
      ...(n < 40 ? {} : { status: 'done' as const, outcome: 'NONE' as const, plannedOn: '2025-06-01' }),
    }),
  );
  await inspections.collection.insertMany(tasks);
  await fillPetitions(QUICK ? 1_000 : 20_000, (n) => ({ enterpriseId: of(n)._id }));
  await people.insertOne(aPerson('wang', { roles: ['officer'], county: '330903', unit: 'putuo' }));
  return all;
}

async function built() {
  const pack = await packFor(OFFICER, ['六横'], null, NOW);
  const sent = await squeeze(Buffer.concat(pack.pieces));
  return { bytes: pack.bytes, sent: sent.length, enterprises: pack.enterprises };
}

async function oneByOne(all: readonly Enterprise[]) {
  const files = [];
  for (const { _id } of all) files.push(await dossierOf(_id, NOW));
  return squeeze(JSON.stringify(files));
}

void withDatabase(async () => {
  openVault({ current: 'k', keys: { k: Buffer.alloc(32, 1) }, pepper: Buffer.alloc(32, 2) });
  await ensureIndexes();
  const all = await fill();
  const { result } = await timed(built);
  const times: number[] = [];
  for (let run = 0; run < ROUNDS; run += 1) times.push((await timed(built)).ms);
  const { p50, max } = percentiles(times);
  const naive = await timed(() => oneByOne(all));
  const rows: Row[] = [
    {
      ...{ name: `pack of ${result.enterprises} enterprises built and compressed, p50`, value: round(p50), unit: 'ms' },
      ...{ baseline: round(naive.ms), ratio: round(p50 / naive.ms, 2), target: '≤ 2000' },
    },
    { name: 'the slowest', value: round(max), unit: 'ms', target: '≤ 2000' },
    { name: 'as it travels', value: round(result.sent / 1024), unit: 'kB', target: '≤ 10240' },
    { name: 'as it is read', value: round(result.bytes / 1024), unit: 'kB' },
    { name: 'per enterprise as it travels', value: round(result.sent / ENTERPRISES), unit: 'bytes' },
  ];
  report('A pack for an island', rows);
});
