import { useDeferredValue } from 'react';
import { type Choice, type ListedPetition, type Listed } from '../answers';
import { useRemote } from '../useRemote';
import { type FieldProps } from './fieldProps';

const never = () => false;

/** Branches a petition can be given to. */
export const useUnits = () => useRemote<Listed<Choice>>('/api/units?kind=BRANCH', never);

/** Officers of the branch that has the petition. */
export const useOfficers = ({ record }: FieldProps) =>
  useRemote<Listed<Choice>>(`/api/officers${record.unit ? `?unit=${encodeURIComponent(record.unit)}` : ''}`, never);

/** Enterprises whose name contains the words. */
export function useEnterprises(words: string) {
  const settled = useDeferredValue(words.trim());
  return useRemote<Listed<Choice>>(settled ? `/api/enterprises?words=${encodeURIComponent(settled)}` : null, never);
}

/** Earlier petitions that are likely the same matter. */
export const useRepeats = (id: string | null) =>
  useRemote<Listed<ListedPetition>>(id ? `/api/petitions/${encodeURIComponent(id)}/repeats` : null, never);
