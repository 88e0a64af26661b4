/** A suspicion told by a case becomes a transfer of its own, once. */
import { create, read } from '../core/journal';
import { DomainError } from '../core/errors';
import { type Handler, type OwedEntry, type Settlement } from '../core/outbox';
import { asClock } from '../core/workflow';
import { namesOf } from '../people/people.store';
import { SuspectedCrime } from './transfer.schema';
import { transfers } from './transfer.store';
import { openTransfer } from './transferring';

async function open({ id: key, data }: OwedEntry, now: Date): Promise<void> {
  const { transfer, group, head, ...said } = SuspectedCrime.parse(data);
  if (await read(transfers, transfer)) return;
  const names = await namesOf([...group, head]);
  const named = (id: string) => ({ id, name: names.get(id) ?? '已离职人员' });
  const facts = { group: group.filter((id) => id !== head).map(named), head: named(head), piece: null };
  const context = asClock(now, key);
  await create(transfers, openTransfer(transfer, { ...said, openedBy: 'clock' }, context, facts), context);
}

/** What says something impossible is shown to the administrator; the rest is tried again. */
const settled = (error: unknown): Settlement =>
  error instanceof DomainError || (error as Error).name === 'ZodError'
    ? { impossible: String(error) }
    : { retry: String(error) };

/** Handlers of the local outbox. */
export const transferHandlers: Record<string, Handler> = {
  'transfer.suspected': (entries, now) =>
    Promise.all(entries.map((entry) => open(entry, now).then((): Settlement => ({ done: true }), settled))),
};
