/** What has to be looked up before a table is proposed, simulated or decided about. */
import { read } from '../core/journal';
import { policy } from '../core/policy';
import { type Context } from '../core/workflow';
import { decider, leaders, named } from '../law/law.facts';
import { type TableContent } from './discretion.schema';
import { discretionTables, latestEdition, pastSheets, standingBeside } from './discretion.store';
import { type ApproveFacts, type ProposeFacts } from './proposing';
import { type SimulatedSheet } from './simulation';

const pastOf = ({ offences }: Pick<TableContent, 'offences'>): Promise<SimulatedSheet[]> =>
  pastSheets(offences, policy().discretion.simulated);

/** For a table that somebody hands in. */
export async function proposeFacts(table: TableContent, by: string): Promise<ProposeFacts> {
  const [author, above, latest, past] = await Promise.all([
    ...([named(by), leaders(), latestEdition(table.code), pastOf(table)] as const),
  ]);
  return { author, leaders: above, edition: latest + 1, past };
}

async function past(_input: unknown, id: string): Promise<{ past: SimulatedSheet[] }> {
  const table = await read(discretionTables, id);
  return { past: table ? await pastOf(table) : [] };
}

async function approval(input: unknown, id: string, context: Context): Promise<ApproveFacts> {
  const table = await read(discretionTables, id);
  const [decided, standing] = await Promise.all([decider(input, id, context), table ? standingBeside(table) : []]);
  return { ...decided, standing };
}

export const discretionFacts = {
  ...{ approve: approval, simulate: past, refuse: decider, takeBack: decider, withdraw: decider },
};
