/** 行政处罚案件: every command behind its schema, and the domain as the doors see it. Each stage brings its own group. */
import { caseApproving } from '../approval/caseApproval';
import { type Domain } from '../core/domain';
import { type Command, type Step, type Workflow } from '../core/workflow';
import { assessmentCommands, assessmentFacts } from './assessment';
import { caseCommands } from './case.commands';
import { caseFactsOf } from './case.facts';
import { clueCommands, clueFactsOf } from './clue.commands';
import { executionCommands, executionFactsOf } from './execution.commands';
import { penaltyCases } from './penalty.store';
import { type PenaltyCase } from './penalty.schema';
import { issuing } from './documents/keeping';
import { penaltyWorkflow } from './penalty.workflow';

export const penaltyCommands = {
  ...clueCommands,
  ...caseCommands,
  ...assessmentCommands,
  ...executionCommands,
};
const commands: Record<string, Command<PenaltyCase>> = issuing(penaltyCommands);

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
  facts: { ...clueFactsOf, ...caseFactsOf, ...assessmentFacts, ...executionFactsOf },
  approving: caseApproving,
};
