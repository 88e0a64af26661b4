/** The buttons of a card are exactly the steps that would succeed for its reader; what does not fit on a card leads to the page. */
import { type Form } from '../models/core/form';
import { type Context, offered, type Stateful, type Step, type Workflow } from '../models/core/workflow';
import { type Button } from './card';
import { openForm } from './form';

const TONES = ['primary', 'default', 'danger'] as const;
/** Choices that render.ts looks up when the form is opened. */
const LOOKED_UP: readonly string[] = ['officer', 'unit', 'person'];
/** Photos and searches have no field on a card. */
const ON_PAGE_ONLY: readonly string[] = ['photos', 'enterprise', 'repeat'];

export interface Buttoned<D extends Stateful> {
  workflow: Workflow<D>;
  forms: Partial<Record<string, Form>>;
  /** What must be read in full first: a card holds no facts of the case, so its button leads to the page that does. */
  readFirst?: readonly string[];
}

function fitsOnCard(step: string, submit: string, form: Form, version: number): boolean {
  if (form.some(({ kind, required }) => required && ON_PAGE_ONLY.includes(kind))) return false;
  const looksUp = form.some(({ kind, required }) => required && LOOKED_UP.includes(kind));
  return looksUp || openForm({ step, submit, form, version }) !== null;
}

/** @param url page of the record; the steps that have no place on a card open there */
export function stepButtons<D extends Stateful>(
  { workflow, forms, readFirst = [] }: Buttoned<D>,
  record: D,
  reader: Pick<Context, 'actor' | 'now'>,
  url: string,
): Button[] {
  const steps: Readonly<Record<string, Step<D>>> = workflow.steps;
  const buttons = offered<D>(workflow, record, reader).map((step): Button => {
    const { label = step, tone = 'default' } = steps[step] ?? {};
    const form = forms[step];
    // An approval is never given on a card: its button leads to the page that shows what is approved.
    if (steps[step]?.approval) return { id: step, text: label, kind: tone, url: `${url}/approve/${step}` };
    const onPage = readFirst.includes(step) || (form && !fitsOnCard(step, label, form, record.version));
    if (onPage) return { id: step, text: label, kind: tone, url };
    const params = { v: String(record.version) };
    return { id: step, text: label, kind: tone, params, ...(form && form.length > 0 ? { form: step } : {}) };
  });
  return TONES.flatMap((tone) => buttons.filter(({ kind }) => kind === tone));
}
