import { useDeferredValue } from 'react';
import { type FormOptions } from '../../models/core/form';
import { type Choice, type ListedPetition, type Listed } from '../answers';
import { useRemote } from '../useRemote';
import { type FieldProps } from './fieldProps';

const never = () => false;

/** Where the choices of a field come from: a record with a face says them itself, a petition asks the directory. */
function lookupPath(which: keyof FormOptions, { address, id, unit }: FieldProps['record']): string {
  if (address) return `/api/${address}/${encodeURIComponent(id)}/options`;
  return which === 'unit'
    ? '/api/units?kind=BRANCH'
    : `/api/officers${unit ? `?unit=${encodeURIComponent(unit)}` : ''}`;
}

/** The choices of a field of kind `officer`, `unit` or `person`. */
export function useLookup(which: keyof FormOptions, { record }: FieldProps) {
  const { data, error } = useRemote<Partial<Listed<Choice>> & FormOptions>(lookupPath(which, record), never);
  const own = data?.[which]?.map(({ value, text }): Choice => ({ id: value, name: text }));
  return { data: data && { items: own ?? data.items ?? [] }, error };
}

/** Enterprises whose name contains the words. */
export function useEnterprises(words: string) {
  const settled = useDeferredValue(words.trim());
  return useRemote<Listed<Choice>>(settled ? `/api/enterprises?words=${encodeURIComponent(settled)}` : null, never);
}

/** Earlier petitions that are likely the same matter. */
export const useRepeats = (id: string | null) =>
  useRemote<Listed<ListedPetition>>(id ? `/api/petitions/${encodeURIComponent(id)}/repeats` : null, never);
