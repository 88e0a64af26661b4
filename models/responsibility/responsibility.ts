import { type Domain } from '../core/domain';
import { peopleWithRole } from '../people/people.store';
import { type LeaderFacts, responsibilityCommands } from './responsibility.commands';
import { type Responsibility } from './responsibility.schema';
import { responsibilities } from './responsibility.store';
import { responsibilityWorkflow } from './responsibility.workflow';

async function leaders(): Promise<LeaderFacts> {
  const found = await peopleWithRole('bureauLeader');
  return { leaders: found.map(({ _id: id, name }) => ({ id, name })) };
}

/** 责任追溯: the whole domain as the doors see it. */
export const responsibilityDomain: Domain<Responsibility> = {
  store: responsibilities,
  workflow: responsibilityWorkflow,
  commands: responsibilityCommands,
  facts: { object: leaders, uphold: leaders, withdraw: leaders },
};
