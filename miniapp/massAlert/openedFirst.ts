import { type Offered } from '../answers';

/** A thousand telephones ring after the one, a page of its own opens for the other: neither is done by a single tap. */
const OPENED: readonly string[] = ['send', 'urge', 'revise'];

/** The step with something to open, so that its button leads there instead of taking the step at once. */
export const openedFirst = (offered: Offered): Offered =>
  OPENED.includes(offered.step)
    ? { ...offered, form: [{ name: 'sure', label: '', kind: 'yesno', required: false }] }
    : offered;
