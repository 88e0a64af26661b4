/** 行政处罚案件: every command behind its schema, and the domain as the doors see it. */
import { type Domain } from '../core/domain';
import { command } from '../core/workflow';
import { approveExtension, askExtension, filePenalty, refuseExtension, refuseFiling, wakeClue } from './clue';
import { penaltyFacts } from './penalty.facts';
import { AskExtension, FilePenalty, Nothing, type PenaltyCase, RefuseExtension, RefuseFiling } from './penalty.schema';
import { penaltyCases } from './penalty.store';
import { penaltyWorkflow } from './penalty.workflow';

export const penaltyCommands = {
  file: command(FilePenalty, filePenalty),
  refuse: command(RefuseFiling, refuseFiling),
  askExtension: command(AskExtension, askExtension),
  approveExtension: command(Nothing, approveExtension),
  refuseExtension: command(RefuseExtension, refuseExtension),
  wake: command(Nothing, wakeClue),
};

export const penaltyDomain: Domain<PenaltyCase> = {
  store: penaltyCases,
  workflow: penaltyWorkflow,
  commands: penaltyCommands,
  facts: penaltyFacts,
};
