import { assignmentsAbout } from '../assignment/assignment.store';
import { type Domain } from '../core/domain';
import { create } from '../core/journal';
import { personById } from '../people/people.store';
import { type Carried, probeCommands, startProbe } from './probe.commands';
import { type Probe } from './probe.schema';
import { probes } from './probe.store';
import { probeWorkflow } from './probe.workflow';
import { asClock } from '../core/workflow';

async function carried(id: string): Promise<Carried> {
  const about = await assignmentsAbout({ store: probes.name, id });
  return about.length > 0 ? about.flatMap(({ messages }) => messages) : undefined;
}

export const probeDomain: Domain<Probe> = {
  store: probes,
  workflow: probeWorkflow,
  commands: probeCommands,
  facts: { wake: (_input, id) => carried(id) },
};

/**
 * Start the probe of one planned moment; a second process that answers the same bell starts nothing.
 *
 * @returns false when the account is not among the people of the organisation, and nothing was sent
 */
export async function runProbe(person: string, slot: Date, now: Date): Promise<boolean> {
  if (!(await personById(person))) return false;
  const id = `probe-${slot.toISOString()}`;
  await create(probes, startProbe(id, person, { now }), asClock(now, id));
  return true;
}
