import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { localHandlers } from '../models/handlers';
import { wireHandlers } from '../bot/bot';
import { OWED_KINDS, requireHandlers } from '../models/core/outbox';

const MODELS = join(__dirname, '../models');
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
    expect(() => requireHandlers([localHandlers, WIRE])).not.toThrow();
  });

  it('keeps the process from starting when nobody carries it out', () => {
    expect(() => requireHandlers([localHandlers])).toThrow(
      'attachment.fetch、cards.refresh、massAlert.tickOff、message.send、notice.send、party.tell、todos.complete',
    );
  });
});
