/** 裁量表: every command behind its schema, the domain as the doors see it, and what an approval owes to the edition before. */
import { CLOCK } from '../core/access';
import { type Domain, perform } from '../core/domain';
import { each, type Handler } from '../core/outbox';
import { command } from '../core/workflow';
import { Approve, decidedAbout, type DeciderFacts, Refuse, TakeBack, Withdraw } from '../law/reviewed';
import { discretionApproving } from './approving';
import { discretionFacts } from './discretion.facts';
import { type DiscretionTable, SupersedeTable } from './discretion.schema';
import { discretionTables } from './discretion.store';
import { discretionWorkflow } from './discretion.workflow';
import { about, approveTable, simulateTable, supersedeTable } from './proposing';

export const discretionCommands = {
  approve: command(Approve, approveTable),
  refuse: command(Refuse, (table: DiscretionTable, { reason }: Refuse, context, facts: DeciderFacts) =>
    decidedAbout(about, 'refuse', table, reason, context, facts),
  ),
  takeBack: command(TakeBack, (table: DiscretionTable, _input, context, facts: DeciderFacts) =>
    decidedAbout(about, 'takeBack', table, null, context, facts),
  ),
  withdraw: command(Withdraw, (table: DiscretionTable, { reason }: Refuse, context, facts: DeciderFacts) =>
    decidedAbout(about, 'withdraw', table, reason, context, facts),
  ),
  simulate: command(TakeBack, simulateTable),
  supersede: command(SupersedeTable, supersedeTable),
};

export const discretionDomain: Domain<DiscretionTable> = {
  store: discretionTables,
  workflow: discretionWorkflow,
  commands: discretionCommands,
  facts: discretionFacts,
  approving: discretionApproving,
};

/** Handlers of the local outbox. */
export const discretionHandlers: Record<string, Handler> = {
  'discretion.supersede': each(async ({ id: key, data }, now) => {
    const { table, ...input } = data as { table: string };
    await perform(discretionDomain, 'supersede', table, input, { actor: CLOCK, now, door: 'system', key });
  }),
};
