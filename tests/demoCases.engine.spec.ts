import { openVault } from '../models/core/identityVault';
import { demoEnterprises } from '../models/demo/enterprises';
import { seedCases } from '../models/demo/cases';
import { clearMoney, seedMoney } from '../models/demo/money';
import { disclosures } from '../models/disclosure/disclosure.store';
import { publicOf } from '../models/disclosure/publicText';
import { fineOf, recompute } from '../models/discretion/sheet';
import { discussions } from '../models/discussion/discussion.store';
import { enterprises } from '../models/enterprise/enterprise.store';
import { type PenaltyCase } from '../models/penalty/penalty.schema';
import { hearings } from '../models/hearing/hearing.store';
import { people } from '../models/people/people.store';
import { payments } from '../models/payment/payment.store';
import { penaltyCases } from '../models/penalty/penalty.store';
import { useDatabase } from './support/database';
import { putOrganisation } from './support/organisation';

jest.setTimeout(60_000);
useDatabase({ emptyBefore: 'file' });

const NOW = new Date('2026-11-24T02:40:00+08:00');
let cases: PenaltyCase[];

beforeAll(async () => {
  openVault({ current: 'k', keys: { k: Buffer.alloc(32, 7) }, pepper: Buffer.alloc(32, 7) });
  await putOrganisation();
  const one = await people.findOne({ _id: 'leader01' });
  const reviewers = ['legal01', 'legal02'].map((_id) => ({ ...one!, _id, unionId: _id, roles: ['reviewer' as const] }));
  await people.insertMany(reviewers);
  const certified = { certificateNo: 'DEMO-ZF-0001', certificateValidTo: '2099-12-31' };
  await people.updateMany({ roles: 'officer' }, { $set: certified });
  await enterprises.insertMany(demoEnterprises());
  await seedCases(NOW);
  await seedMoney(NOW);
  cases = await penaltyCases.collection.find({}, { sort: { _id: 1 } }).toArray();
});

const yuanOf = (enterprise: string, status: string) =>
  cases
    .filter((one) => one.enterprise === enterprise && one.status === status)
    .map(({ sheets }) => fineOf(sheets) / 100);

describe('the penalty cases of the demo', () => {
  it('stand in every state of the road, by the rules that bind a real one', () => {
    const tally = Object.fromEntries(
      [...new Set(cases.map(({ status }) => status))]
        .sort()
        .map((status) => [status, cases.filter((one) => one.status === status).length]),
    );
    expect(tally).toEqual({
      ...{ investigating: 9, reviewing: 4, noticed: 4, hearingRequested: 2, discussed: 2, decided: 3, served: 4 },
      ...{ overdue: 2, courtApplied: 1, closed: 5, noPenalty: 1 },
    });
  });

  it.each([
    ['D1', 'E13', 'decided', 216_000],
    ['D2', 'E15', 'served', 216_000],
    ['D3', 'E02', 'closed', 115_200],
    ['D4', 'E12', 'discussed', 712_000],
    ['D5', 'E01', 'served', 406_000],
    ['D7', 'E20', 'discussed', 1_000_000],
    ['D8', 'E04', 'decided', 71_000],
    ['D10', 'E07', 'closed', 59_500],
    ['D11', 'E05', 'closed', 10_000],
    ['D12', 'E06', 'decided', 206_000],
    ['D14', 'E20', 'reviewing', 939_000],
  ])('%s comes to the yuan it has to', (_name, enterprise, status, yuan) => {
    expect(yuanOf(enterprise, status)).toContain(yuan);
  });

  it('have the sittings that they name: hearings to arrange, discussions voted on and confirmed', async () => {
    const talks = await discussions.collection.find({}).toArray();
    const heard = await hearings.collection.find({}).toArray();
    expect(talks.map(({ status, result }) => [status, result?.choice])).toEqual([
      ['closed', 'AGREE'],
      ['closed', 'AGREE'],
    ]);
    expect(heard.map(({ status }) => status)).toEqual(['requested', 'requested']);
    const named = cases.flatMap(({ hearing, discussion }) => [hearing, discussion].filter((id) => id !== null));
    expect([...talks, ...heard].map(({ _id }) => _id).sort()).toEqual(named.sort());
  });

  it('were paid by lines of the bank that name them; one line waits for a person', async () => {
    const lines = await payments.collection.find({}).toArray();
    const booked = lines.filter(({ status }) => status === 'booked').map(({ _id, case: of }) => [of, _id]);
    const receipts = cases.flatMap(({ _id, payment }) => (payment?.receipts ?? []).map((one) => [_id, one.payment]));
    expect(receipts).toHaveLength(5);
    expect(booked.sort()).toEqual(receipts.sort());
    const rest = lines.filter(({ status }) => status !== 'booked');
    expect(rest.map(({ status, reason }) => [status, reason])).toEqual([
      ['unmatched', '附言里没有缴款码，也没有决定书文号'],
    ]);
  });

  it('are published when closed, released by somebody who did not handle them; one waits for its release', async () => {
    const texts = await disclosures.collection.find({}).toArray();
    const published = texts.filter(({ status }) => status === 'published');
    const closed = cases.filter(({ status }) => status === 'closed').map(({ _id }) => `CASE-${_id}`);
    expect(published.map(({ _id }) => _id).sort()).toEqual(closed.sort());
    for (const one of published) {
      expect(one.handlers).not.toContain(one.released?.by);
      expect(publicOf(one)?.facts).toContain('示例');
    }
    expect(texts.filter(({ status }) => status !== 'published').map(({ status }) => status)).toEqual(['submitted']);
  });

  it('leave nothing of their money behind when it is made anew', async () => {
    await clearMoney();
    expect([await payments.collection.countDocuments({}), await disclosures.collection.countDocuments({})]).toEqual([
      0, 0,
    ]);
    await seedMoney(NOW);
    expect(await payments.collection.countDocuments({})).toBe(6);
  });

  it('compute again from what they froze', () => {
    for (const { sheets } of cases) for (const sheet of sheets) expect(recompute(sheet)).toBe(sheet.resultFen);
  });
});
