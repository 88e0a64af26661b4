/** How records that are published tell of it: entries of their outbox, carried out by disclosure.handlers.ts. */
import { type Effect } from '../core/workflow';
import { type PrepareDisclosure, type WithdrawTold } from './disclosure.schema';

/** Prepare what is published of a decision that has been served. One per decision, however often it is told. */
export const prepareDisclosure = (data: PrepareDisclosure): Effect => ({
  kind: 'disclosure.prepare',
  data: { ...data },
});
/** The decision no longer stands as published: hidden at once, withdrawn in words within three working days. */
export const withdrawDisclosure = (data: WithdrawTold): Effect => ({ kind: 'disclosure.withdraw', data: { ...data } });
