import { openVault } from '../models/core/identityVault';
import { demoEnterprises } from '../models/demo/enterprises';
import { clearFlyings, seedFlyings } from '../models/demo/flying';
import { enterprises } from '../models/enterprise/enterprise.store';
import { FlyingInspection } from '../models/flying/flying.schema';
import { flyings } from '../models/flying/flying.store';
import { closingReport, openingFor } from '../models/flying/knowledge';
import { targetOf } from '../models/flying/flying.facts';
import { verified } from './support/flyingVerifier';
import { useDatabase } from './support/database';
import { putWholeOrganisation } from './support/wholeOrganisation';

jest.setTimeout(60_000);
useDatabase({ emptyBefore: 'file' });
const NOW = new Date('2026-11-24T02:40:00+08:00');
const all = () => flyings.collection.find({}, { sort: { no: 1 } }).toArray();

beforeAll(async () => {
  openVault({ current: 'k', keys: { k: Buffer.alloc(32, 7) }, pepper: Buffer.alloc(32, 7) });
  await putWholeOrganisation(NOW);
  await enterprises.insertMany(demoEnterprises());
  await seedFlyings(NOW);
});

describe('the demo’s flying inspections', () => {
  it('are six: one sealed, one compromised, one called off, two closed and one filed', async () => {
    const found = await all();
    for (const one of found) FlyingInspection.parse(one);
    expect(found.map(({ status }) => status).sort()).toEqual([
      'aborted',
      'caseFiled',
      'closed',
      'closed',
      'compromised',
      'sealed',
    ]);
    for (const { events } of found) expect(events.at(-1)!.at.getTime()).toBeLessThanOrEqual(NOW.getTime());
  });

  it('keep what is sealed for tomorrow sealed, and what is over open to the verifier', async () => {
    const found = await all();
    const sealed = found.find(({ status }) => status === 'sealed')!;
    expect(JSON.stringify(sealed)).not.toContain('E01');
    expect(await targetOf(sealed)).toMatchObject({ enterprise: 'E01' });
    const closed = found.find(({ status }) => status === 'closed')!;
    const { draw, couldKnow } = await closingReport(closed);
    const { agrees, team } = verified({ hash: closed.commitment!.hash, opening: openingFor(closed) }, draw!);
    expect([agrees, team]).toEqual([true, closed.members.map(({ person }) => person)]);
    expect(couldKnow).toHaveLength(6);
  });

  it('can be made again after an interruption, and never beside real ones', async () => {
    await clearFlyings();
    expect(await flyings.collection.countDocuments({})).toBe(0);
    expect(await seedFlyings(NOW)).toBe(6);
    expect(await seedFlyings(NOW)).toBe(0);
  });
});
