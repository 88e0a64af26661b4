import { type Domain } from '../core/domain';
import { petitionCommands } from './petition.commands';
import { petitionFacts } from './petition.facts';
import { type Petition } from './petition.schema';
import { petitions } from './petition.store';
import { petitionWorkflow } from './petition.workflow';

/** 信访: the whole domain as the doors see it. */
export const petitionDomain: Domain<Petition> = {
  store: petitions,
  workflow: petitionWorkflow,
  commands: petitionCommands,
  facts: petitionFacts,
};
