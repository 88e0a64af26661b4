/** 环境信用: one file per enterprise, changed by what is decided elsewhere and by nobody's hand. */
import { type Actor, visibleTo } from '../core/access';
import { addCalendarMonths } from '../core/calendar';
import { type Domain } from '../core/domain';
import { DomainError } from '../core/errors';
import { create, defineStore, read } from '../core/journal';
import { each, type Handler, type OwedEntry } from '../core/outbox';
import { policy } from '../core/policy';
import { advance, asClock, command, type Outcome, type Workflow } from '../core/workflow';
import { perform } from '../core/domain';
import { type Credit, CreditMeant, RecordCredit } from './credit.schema';
import { pointsOf } from './score';

export const credits = defineStore<Credit>('credits', { indexes: [[{ county: 1, _id: 1 }], [{ uscc: 1 }]] });

export const creditWorkflow = {
  noun: '环境信用',
  states: { kept: '在册' },
  steps: {
    record: { label: '记分', from: ['kept'], by: 'keepTime', quiet: true },
    revoke: { label: '撤销记分', from: ['kept'], by: 'keepTime', quiet: true },
    repair: { label: '信用修复', from: ['kept'], by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<Credit>;

const outcome = (document: Credit, type: string, entry: string): Outcome<Credit> => ({
  document,
  event: { type: `credit.${type}`, data: { entry } },
});

/** The same entry once. @throws DomainError INVALID_INPUT for a code the rules do not know */
function withEntry(credit: Credit, { entry: id, code, on, no, amountFen }: RecordCredit): Credit {
  if (credit.entries.some((entry) => entry.id === id)) return credit;
  const frozen = pointsOf(code, amountFen);
  if (!frozen) throw new DomainError('INVALID_INPUT', '信用规则里没有这种事件，请在业务参数里补充。', { code });
  const until = addCalendarMonths(on, policy().credit.rules[code]?.validMonths ?? 12);
  const entry = { id, code, ...frozen, on, until, no, revokedAt: null, repairedAt: null };
  return { ...credit, entries: [...credit.entries, entry] };
}

const dated = (field: 'revokedAt' | 'repairedAt') => (credit: Credit, entry: string, now: Date) => ({
  ...credit,
  entries: credit.entries.map((one) => (one.id === entry && one[field] === null ? { ...one, [field]: now } : one)),
});
const revoked = dated('revokedAt');
const repaired = dated('repairedAt');

const creditDomain: Domain<Credit> = {
  store: credits,
  workflow: creditWorkflow,
  commands: {
    record: command(RecordCredit, (credit: Credit, input, context) => {
      advance(creditWorkflow, 'record', credit, context);
      return outcome(withEntry(credit, input), 'recorded', input.entry);
    }),
    revoke: command(CreditMeant, (credit: Credit, { entry }, context) => {
      advance(creditWorkflow, 'revoke', credit, context);
      return outcome(revoked(credit, entry, context.now), 'revoked', entry);
    }),
    repair: command(CreditMeant, (credit: Credit, { entry }, context) => {
      advance(creditWorkflow, 'repair', credit, context);
      return outcome(repaired(credit, entry, context.now), 'repaired', entry);
    }),
  },
  facts: {},
};

async function record({ id: key, data }: OwedEntry, now: Date): Promise<void> {
  const input = RecordCredit.parse(data);
  const { enterprise, name, uscc, county, entry } = input;
  const fresh: Credit = { _id: enterprise, version: 0, status: 'kept', name, uscc, county, entries: [] };
  const first = outcome(withEntry(fresh, input), 'recorded', entry);
  if (!(await read(credits, enterprise))) await create(credits, first, asClock(now, key));
  await perform(creditDomain, 'record', enterprise, input, asClock(now, key));
}

const meant =
  (step: 'revoke' | 'repair') =>
  async ({ id: key, data }: OwedEntry, now: Date): Promise<void> => {
    const input = CreditMeant.parse(data);
    if (await read(credits, input.enterprise))
      await perform(creditDomain, step, input.enterprise, input, asClock(now, key));
  };

export const creditHandlers: Record<string, Handler> = {
  'credit.record': each(record),
  'credit.revoke': each(meant('revoke')),
  'credit.repair': each(meant('repair')),
};

/** The credit file of one enterprise, as far as this actor may see it. */
export async function creditOf(enterprise: string, actor: Actor): Promise<Credit | null> {
  const scope = visibleTo('seeCredit', actor);
  if (!scope) return null;
  return await credits.collection.findOne({ $and: [scope, { _id: enterprise }] } as never);
}
