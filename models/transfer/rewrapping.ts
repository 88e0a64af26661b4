/** When the vault has a new key: the sealed texts of transfers follow it, so that the old one may go. */
import { DomainError } from '../core/errors';
import { vaultKeys } from '../core/identityVault';
import { type CriminalTransfer } from './transfer.schema';
import { rewrapped as rewrappedPieces } from './pieces';
import { transfers } from './transfer.store';

/**
 * Wrap the keys of texts that hang on an older key of the vault by the current one. Run until `rewrapped` is 0; then the old key may go,
 * unless `failed` names transfers whose texts could not be opened. Guarded by `version`: one that is changed meanwhile is left to the next run.
 */
export async function rewrapTransfers(limit: number): Promise<{ rewrapped: number; failed: string[] }> {
  const { current } = vaultKeys();
  const old = await transfers.collection
    .find({ sealedUnder: { $elemMatch: { $ne: current } } } as never, {
      projection: { pieces: 1, version: 1 },
      limit,
    })
    .toArray();
  const failed: string[] = [];
  let rewrapped = 0;
  for (const { _id, version, pieces } of old as Pick<CriminalTransfer, '_id' | 'version' | 'pieces'>[]) {
    try {
      const set = { $set: rewrappedPieces({ _id, pieces }) };
      rewrapped += (await transfers.collection.updateOne({ _id, version }, set)).matchedCount;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      failed.push(_id);
    }
  }
  return { rewrapped, failed };
}
