import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hearingHandlers } from '../models/hearing/hearing.handlers';
import { partyHandlers } from '../models/party/filing';
import { wireHandlers } from '../bot/bot';
import { assignmentHandlers } from '../models/assignment/assignment';
import { OWED_KINDS, requireHandlers } from '../models/core/outbox';
import { absenceHandlers } from '../models/absence/absence.handlers';
import { dutyHandlers } from '../models/duty/duty.handlers';
import { rosterHandlers } from '../models/duty/publishing';
import { incidentHandlers } from '../models/incident/incident.effects';
import { auditHandlers } from '../models/audit/audit.handlers';
import { responsibilityHandlers } from '../models/responsibility/responsibility.handlers';
import { evidenceHandlers } from '../models/evidence/evidence';
import { flyingHandlers } from '../models/flying/flying.handlers';
import { checkItemHandlers } from '../models/checkItem/checkItem';
import { inspectionHandlers } from '../models/inspection/inspection.handlers';
import { documentHandlers } from '../models/penalty/documents/keeping';
import { penaltyHandlers } from '../models/penalty/penalty.handlers';
import { lawHandlers } from '../models/law/law';
import { transferHandlers } from '../models/transfer/transfer.handlers';
import { massAlertHandlers } from '../models/massAlert/massAlert';
import { countHandlers } from '../models/petition/petition.counts';

const MODELS = join(__dirname, '../models');
const LOCAL = {
  ...assignmentHandlers,
  ...countHandlers,
  ...incidentHandlers,
  ...checkItemHandlers,
  ...flyingHandlers,
  ...evidenceHandlers,
  ...responsibilityHandlers,
  ...auditHandlers,
  ...inspectionHandlers,
  ...penaltyHandlers,
  ...hearingHandlers,
  ...partyHandlers,
  ...documentHandlers,
  ...lawHandlers,
  ...transferHandlers,
  ...massAlertHandlers,
  ...rosterHandlers,
  ...dutyHandlers,
  ...absenceHandlers,
};
const WIRE = wireHandlers({} as never);

/** The kinds that stand in the source of the models; kinds of fields and files have no dot. */
function kindsMade(): string[] {
  const files = readdirSync(MODELS, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const made = files.flatMap((path) => [...readFileSync(join(MODELS, path), 'utf8').matchAll(/kind: '(\w+\.\w+)'/g)]);
  return [...new Set(made.map(([, kind]) => kind!))].sort();
}

describe('what records owe', () => {
  it('is of the kinds that start-up knows, and of no other', () => {
    expect(kindsMade()).toEqual([...OWED_KINDS].sort());
  });

  it('is all carried out by the two outboxes together', () => {
    expect(() => requireHandlers([LOCAL, WIRE])).not.toThrow();
  });

  it('keeps the process from starting when nobody carries it out', () => {
    expect(() => requireHandlers([LOCAL])).toThrow(
      'attachment.fetch、cards.refresh、massAlert.tickOff、message.send、notice.send、party.tell、todos.complete',
    );
  });
});
