/**
 * One description of what a step asks for. The card turns it into DingTalk's form variable, the page into a sheet; the zod
 * schema of the step stays the only judge of what comes back.
 */
export interface Field {
  /** Key in the step's input. */
  name: string;
  label: string;
  kind:
    | 'text'
    | 'textarea'
    | 'number'
    | 'choice'
    | 'rating'
    | 'photos'
    | 'place'
    | 'enterprise'
    | 'unit'
    | 'officer'
    | 'repeat'
    | 'person'
    | 'yesno'
    | 'signature';
  required: boolean;
  placeholder?: string;
  maxLength?: number;
  options?: readonly Option[];
}

/** What one step asks for; `[]` means one tap is enough. */
export type Form = readonly Field[];

/** One choice of a form. */
export interface Option {
  value: string;
  text: string;
}
/** Choices that have to be looked up: officers of the branch, branches, colleagues. */
export type FormOptions = Partial<Record<'officer' | 'unit' | 'person', readonly Option[]>>;

/** A table of words as options of a choice. */
export const optionsOf = (words: Readonly<Record<string, string>>): readonly Option[] =>
  Object.entries(words).map(([value, text]) => ({ value, text }));
