import { type Domain } from '../core/domain';
import { incidentCommands } from './incident.commands';
import { incidentFacts } from './incident.facts';
import { type Incident } from './incident.schema';
import { incidents } from './incident.store';
import { incidentWorkflow } from './incident.workflow';

/** 事件: the whole domain as the doors see it. */
export const incidentDomain: Domain<Incident> = {
  store: incidents,
  workflow: incidentWorkflow,
  commands: incidentCommands,
  facts: incidentFacts,
};
