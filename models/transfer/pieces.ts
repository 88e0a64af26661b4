/** What a transfer is about, sealed piece by piece in the record: an administrator of the database reads none of it. */
import { vaultKeys } from '../core/identityVault';
import { rewrap, seal, unseal } from '../core/sealing';
import { type CriminalTransfer, PIECES, type PieceName } from './transfer.schema';

export type Piece = NonNullable<CriminalTransfer['pieces'][PieceName]>;
const PURPOSE = 'transfer.piece';
const idOf = (transfer: string, name: PieceName) => `${transfer}:${name}`;

/** Longer texts are refused by the schemas of the steps; sealing them would only cost time. */
const LONGEST = 5_000;

/** The text of this name in a step's input, sealed; null when there is none. @throws DomainError UNAVAILABLE (the vault is closed) */
export function sealedPiece(transfer: string, name: PieceName, input: unknown): Piece | null {
  const text = (input as Partial<Record<string, unknown>> | null)?.[name];
  if (typeof text !== 'string' || text.length > LONGEST) return null;
  return seal(PURPOSE, idOf(transfer, name), { text: text.trim() });
}

/** The texts of a transfer in the order of its life, for those who may read them. @throws DomainError UNAVAILABLE */
export function openedPieces({ _id, pieces }: Pick<CriminalTransfer, '_id' | 'pieces'>) {
  return (Object.keys(PIECES) as PieceName[]).flatMap((name) => {
    const piece = pieces[name];
    if (!piece) return [];
    const { text } = unseal(PURPOSE, idOf(_id, name), piece) as { text: string };
    return [{ name, label: PIECES[name], text }];
  });
}

/** The same texts under the current key of the vault, as fields to set. @throws DomainError UNAVAILABLE (one does not open) */
export function rewrapped({ _id, pieces }: Pick<CriminalTransfer, '_id' | 'pieces'>): Record<string, unknown> {
  const fields = Object.entries(pieces).map(([name, { key }]) => [
    `pieces.${name}.key`,
    rewrap(PURPOSE, idOf(_id, name as PieceName), key),
  ]);
  return { ...(Object.fromEntries(fields) as object), sealedUnder: [vaultKeys().current] };
}
