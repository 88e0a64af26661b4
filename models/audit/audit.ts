import { type Domain } from '../core/domain';
import { auditCommands } from './audit.commands';
import { factsFor } from './audit.facts';
import { type Audit } from './audit.schema';
import { audits } from './audit.store';
import { auditWorkflow } from './audit.workflow';

/** 稽查: the whole domain as the doors see it. */
export const auditDomain: Domain<Audit> = {
  store: audits,
  workflow: auditWorkflow,
  commands: auditCommands,
  facts: factsFor(Object.keys(auditCommands)),
};
