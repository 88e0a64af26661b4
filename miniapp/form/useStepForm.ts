import { useRef, useState } from 'react';
import { type Form } from '../../models/core/form';
import { type Outcome } from '../offline/courier';
import { type DraftState, useDraft } from '../useDraft';
import { type FaultyField } from '../wire';
import { faults, inputOf, startingValues, type Values } from './values';

export interface StepForm extends DraftState {
  /** Field → sentence; `''` for what concerns the whole form. */
  faults: Record<string, string>;
  busy: boolean;
  submit: () => Promise<void>;
}

/**
 * The logic of a form, the same for the phone's sheet and the desk's dialogue: draft, checks, one sending at a time, and the
 * server's refusal beside the field it concerns.
 */
export function useStepForm(
  name: string,
  form: Form,
  record: object,
  give: (input: Record<string, unknown>, values: Values) => Promise<Outcome>,
  onDone: (outcome: Outcome) => void,
): StepForm {
  const draft = useDraft(name, startingValues(form, record));
  const [state, setState] = useState<{ faults: Record<string, string>; busy: boolean }>({ faults: {}, busy: false });
  const isSending = useRef(false);

  async function submit() {
    if (isSending.current) return;
    const found = faults(form, draft.values);
    if (Object.keys(found).length > 0) return setState({ faults: found, busy: false });
    isSending.current = true;
    setState({ faults: {}, busy: true });
    try {
      draft.release();
      const outcome = await give(inputOf(form, draft.values), draft.values);
      if ('refused' in outcome)
        setState({ faults: faultsOf(form, outcome.refused.fields, outcome.refused.message), busy: false });
      else onDone(outcome);
    } catch {
      setState({ faults: { '': '手机空间不够，没有存下来，请清理后再试。' }, busy: false });
    } finally {
      isSending.current = false;
    }
  }
  return { ...draft, ...state, submit };
}

function faultsOf(form: Form, fields: readonly FaultyField[], sentence: string): Record<string, string> {
  const found: Record<string, string> = { '': sentence };
  for (const { field, reason } of fields) {
    const name = field.split('.')[0] ?? '';
    if (form.some((own) => own.name === name)) found[name] = reason;
  }
  return found;
}
