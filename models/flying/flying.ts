import { type Domain } from '../core/domain';
import { flyingCommands } from './flying.commands';
import { flyingFacts } from './flying.facts';
import { type FlyingInspection } from './flying.schema';
import { flyings } from './flying.store';
import { flyingWorkflow } from './flying.workflow';

/** 飞行检查: the whole domain as the doors see it. */
export const flyingDomain: Domain<FlyingInspection> = {
  store: flyings,
  workflow: flyingWorkflow,
  commands: flyingCommands,
  facts: flyingFacts,
};
