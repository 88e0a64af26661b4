import { type FormEvent, useState } from 'react';
import { Refusal, sentenceOf } from '../wire';

/**
 * A form that has a page of its own: while it is under way a second press does nothing, and what is refused stands in words.
 *
 * @param send resolves when the form is done with; the page then leads elsewhere, so it stays busy
 * @returns `faults` by field, the whole sentence under ''
 */
export function useSubmit(send: () => Promise<void>) {
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  async function submit() {
    setBusy(true);
    setFaults({});
    try {
      await send();
    } catch (error) {
      const fields = error instanceof Refusal ? error.fields.map(({ field, reason }) => [field, reason]) : [];
      setFaults({ '': sentenceOf(error), ...(Object.fromEntries(fields) as Record<string, string>) });
      setBusy(false);
    }
  }
  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (!busy) void submit();
  }
  return { busy, faults, onSubmit };
}
