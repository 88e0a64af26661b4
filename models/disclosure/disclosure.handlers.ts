/** A decision that was served, or that fell, told by its own record. */
import { perform } from '../core/domain';
import { create, read } from '../core/journal';
import { each, type Handler, type OwedEntry } from '../core/outbox';
import { asClock, type Outcome } from '../core/workflow';
import { recordCredit } from '../credit/credit.effects';
import { penaltyCases } from '../penalty/penalty.store';
import { tell } from '../serving/serving';
import { spotPenalties } from '../spotPenalty/spotPenalty.store';
import { letterhead } from '../template/template.store';
import { disclosureDomain, outcome } from './disclosure';
import { type Disclosure, PrepareDisclosure, WithdrawTold } from './disclosure.schema';
import { disclosureId, disclosures } from './disclosure.store';
import { draftOf, type Material, materialOfCase, materialOfSpot } from './preparing';

async function materialOf({ source, id }: PrepareDisclosure): Promise<Material | null> {
  const head = letterhead();
  if (source === 'CASE') {
    const record = await read(penaltyCases, id);
    return record && materialOfCase(record, head);
  }
  const record = await read(spotPenalties, id);
  return record && materialOfSpot(record, head);
}

async function prepare({ id: key, data }: OwedEntry, now: Date): Promise<void> {
  const told = PrepareDisclosure.parse(data);
  const id = disclosureId(told.source, told.id);
  if (await read(disclosures, id)) return;
  const material = await materialOf(told);
  if (!material) return;
  await create(disclosures, preparedDraft(id, material), asClock(now, key));
}

/** The draft as it begins, told to those who handled the decision, and what the decision does to the credit. */
export function preparedDraft(id: string, material: Material): Outcome<Disclosure> {
  const draft = draftOf(id, material);
  const { enterprise, no, servedOn, county, party, uscc, handlers, dueAt } = draft;
  const credit = enterprise
    ? [
        recordCredit({
          enterprise,
          name: party,
          uscc,
          county,
          entry: id,
          code: material.credit,
          on: servedOn,
          no,
          amountFen: material.fineFen,
        }),
      ]
    : [];
  const effects = [...tell({ no, county }, handlers, 'disclosure.draft', { dueAt }), ...credit];
  return outcome(draft, 'prepared', { finds: draft.finds.length }, effects);
}

async function withdraw({ id: key, data }: OwedEntry, now: Date): Promise<void> {
  const { source, id, ground, on } = WithdrawTold.parse(data);
  const record = await read(disclosures, disclosureId(source, id));
  // Hidden already, or never prepared: then there is nothing to take back.
  if (!record || ['withdrawing', 'withdrawn'].includes(record.status)) return;
  await perform(disclosureDomain, 'annulled', record._id, { ground, on }, asClock(now, key));
}

export const disclosureHandlers: Record<string, Handler> = {
  'disclosure.prepare': each(prepare),
  'disclosure.withdraw': each(withdraw),
};
