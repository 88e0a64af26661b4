import { type Domain } from '../core/domain';
import { rotationCommands } from './rotation.commands';
import { rotationFacts } from './rotation.facts';
import { type Round } from './rotation.schema';
import { rounds } from './rotation.store';
import { rotationWorkflow } from './rotation.workflow';

/** 全员抽调: the whole domain as the doors see it. */
export const rotationDomain: Domain<Round> = {
  store: rounds,
  workflow: rotationWorkflow,
  commands: rotationCommands,
  facts: rotationFacts,
};
