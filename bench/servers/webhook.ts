/**
 * The product's HTTP stack with what works behind the signal door: the consolidator, the clocks of incidents, the local outbox. Cards
 * are not sent; DingTalk's limits are another bench.
 */
import { assignmentHandlers } from '../../models/assignment/assignment';
import { stores } from '../../models/core/journal';
import { startDelivery } from '../../models/core/outbox';
import { incidentDomain } from '../../models/incident/incident';
import { incidentHandlers } from '../../models/incident/incident.effects';
import { keepDeadlines, wakeDeadline } from '../../server/deadlines';
import { signalDeadline } from '../../server/webhook';
import { openQuietly, productApp, serve } from './product';

const clock = () => new Date();

/** What carries signals on once they are stored. */
function startLoops() {
  const handlers = { ...assignmentHandlers, ...incidentHandlers };
  startDelivery({ stores: () => stores, handlers }, clock, console.error);
  keepDeadlines([wakeDeadline(incidentDomain, console.error), signalDeadline(console.error)], clock, console.error);
}

async function main() {
  const [secret = '', mongodbUri = ''] = process.argv.slice(2);
  await openQuietly(mongodbUri);
  const served = await productApp({ webhookSecrets: { monitors: [secret] } });
  startLoops();
  serve(served);
}

void main();
