/** The clue's steps behind their schemas, with what is looked up for each. */
import { command } from '../core/workflow';
import { approveExtension, askExtension, filePenalty, refuseExtension, refuseFiling } from './clue';
import { penaltyFacts } from './penalty.facts';
import { ApproveExtension, AskExtension, FilePenalty, RefuseExtension, RefuseFiling } from './penalty.schema';

export const clueCommands = {
  file: command(FilePenalty, filePenalty),
  refuse: command(RefuseFiling, refuseFiling),
  askExtension: command(AskExtension, askExtension),
  approveExtension: command(ApproveExtension, approveExtension),
  refuseExtension: command(RefuseExtension, refuseExtension),
};
export const clueFactsOf = penaltyFacts;
