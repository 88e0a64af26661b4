import { type Domain } from '../core/domain';
import { dutyCommands } from './duty.commands';
import { dutyFacts } from './duty.facts';
import { type Shift } from './duty.schema';
import { shifts } from './duty.store';
import { dutyWorkflow } from './duty.workflow';

/** 值班: the whole domain as the doors see it. */
export const dutyDomain: Domain<Shift> = {
  store: shifts,
  workflow: dutyWorkflow,
  commands: dutyCommands,
  facts: dutyFacts,
};
