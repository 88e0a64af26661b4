import { useState } from 'react';
import { type Form } from '../../models/core/form';
import { useStepForm } from '../form/useStepForm';
import { freshId } from '../freshId';
import { type Outcome } from '../offline/courier';
import { send } from '../send';

interface Opening {
  /** The step, which is also the name of the form and of its page. */
  step: 'report' | 'register';
  form: Form;
  path: string;
  /** Words for the list of unsent commands. */
  title: string;
}

/** A form that makes a petition. The id is made here, so that sending it twice makes one. */
export function useNewPetition({ step, form, path, title }: Opening, onDone: (outcome: Outcome) => void) {
  const [id] = useState(freshId);
  const state = useStepForm(
    step,
    form,
    {},
    (input, values) =>
      send({ lane: id, step, path, title, input: { ...input, id }, values, form: step, page: `/${step}` }),
    onDone,
  );
  return { id, state };
}
