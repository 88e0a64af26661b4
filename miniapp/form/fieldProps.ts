import { type Field } from '../../models/core/form';
import { type Petition } from '../answers';
import { type Value, type Values } from './values';

/** What every field of a form is given, on the phone and at the desk. */
export interface FieldProps {
  field: Field;
  /** Id that ties the label, the control and its fault together. */
  id: string;
  values: Values;
  change: (name: string, value: Value | undefined) => void;
  /** Sentence to show beneath, if it has to be mended. */
  fault: string | undefined;
  /** The record the form belongs to; `address` is its domain's word in addresses, absent for petitions. */
  record: Partial<Petition> & { id: string; address?: string };
}

/** The text in a field; empty when nothing is there yet. */
export const textOf = ({ values, field }: FieldProps): string => {
  const value = values[field.name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};
