/** 行政处罚案件: every command behind its schema, and the domain as the doors see it. */
import { type Domain } from '../core/domain';
import { type Command, type Step, type Workflow } from '../core/workflow';
import { assessmentCommands, assessmentFacts } from './assessment';
import { clueCommands, clueFactsOf } from './clue.commands';
import { penaltyCases } from './penalty.store';
import { type PenaltyCase } from './penalty.schema';
import { penaltyWorkflow } from './penalty.workflow';

/** One group of commands per stage, each with what is looked up for it. */
export const penaltyCommands = {
  ...clueCommands,
  ...assessmentCommands,
};
const commands: Record<string, Command<PenaltyCase>> = penaltyCommands;

/** The table as the doors offer it: a step nobody can take yet is no button. */
const workflow: Workflow<PenaltyCase> = {
  ...penaltyWorkflow,
  steps: Object.fromEntries(
    Object.entries<Step<PenaltyCase>>(penaltyWorkflow.steps).map(([name, step]) => [
      name,
      Object.hasOwn(commands, name) ? step : { ...step, quiet: true as const },
    ]),
  ),
};

export const penaltyDomain: Domain<PenaltyCase> = {
  store: penaltyCases,
  workflow,
  commands,
  facts: { ...clueFactsOf, ...assessmentFacts },
};
