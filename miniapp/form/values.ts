/**
 * Filled-in forms: what is in the fields, what is still missing, and the input of the command it becomes. Pure; the phone's
 * and the desk's fields both work on it.
 */
import { type Field, type Form } from '../../models/core/form';
import { type Signature } from '../../models/core/signature';

/** A photo of a form: kept on this device (`id`), already on the server (`hash`), or both. */
export interface PhotoValue {
  id?: string;
  hash?: string;
}
export type Value = string | number | boolean | null | PhotoValue[] | [number, number] | Signature;
export type Values = Record<string, Value | undefined>;

/** Extra keys a field fills beside its own name. */
const COMPANION = { place: 'location', enterprise: 'enterpriseName' } as const;

/** Fields whose present value is a sensible start; a reason or an opinion always starts empty. */
const NEVER_PREFILLED = new Set(['reason', 'opinion', 'text', 'repeatOf', 'satisfaction']);

/** What the form starts with: the record as it is. */
export function startingValues(form: Form, record: object): Values {
  const known = record as Record<string, Value | undefined>;
  const values: Values = {};
  for (const { name, kind } of form) {
    if (kind === 'photos') values[name] = photosOf(known['resultPhotos']);
    else if (kind !== 'signature' && !NEVER_PREFILLED.has(name) && known[name] != null) values[name] = known[name];
    if (kind === 'place' || kind === 'enterprise') {
      const companion = COMPANION[kind];
      if (known[companion] != null) values[companion] = known[companion];
    }
  }
  return values;
}

const photosOf = (hashes: unknown): PhotoValue[] =>
  Array.isArray(hashes) ? hashes.filter((hash) => typeof hash === 'string').map((hash: string) => ({ hash })) : [];

const isEmpty = (value: Value | undefined): boolean =>
  value == null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0);

const ASKED: Partial<Record<Field['kind'], string>> = {
  text: '请填写',
  textarea: '请填写',
  number: '请填写',
  place: '请填写',
  photos: '请添加',
  signature: '请签',
};

/** What has to be mended before it can be sent: field name → sentence. The server remains the only judge of the content. */
export function faults(form: Form, values: Values): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { name, label, kind, required, maxLength } of form) {
    const value = values[name];
    if (required && isEmpty(value) && !(kind === 'place' && values['location']))
      found[name] = `${ASKED[kind] ?? '请选择'}${label}`;
    else if (maxLength && typeof value === 'string' && value.length > maxLength)
      found[name] = `${label}最多${maxLength}字，请精简后再提交`;
  }
  return found;
}

/** The command's input: only what was filled in; photos travel separately and are put in by the courier. */
export function inputOf(form: Form, values: Values): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const { name, kind } of form) {
    const value = values[name];
    if (kind === 'photos') continue;
    if (!isEmpty(value)) input[name] = typeof value === 'string' ? value.trim() : value;
    if (kind === 'place' && values['location']) input['location'] = values['location'];
  }
  return input;
}

/** The photos of a filled-in form. */
export function photosIn(values: Values): PhotoValue[] {
  const photos = values['photos'];
  return Array.isArray(photos) ? photos.filter((photo): photo is PhotoValue => typeof photo === 'object') : [];
}

/** The signature in a field, if it has been written. */
export const signatureIn = (value: Value | undefined): Signature | undefined =>
  typeof value === 'object' && value !== null && 'strokes' in value ? value : undefined;
