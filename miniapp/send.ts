import { type Values } from './form/values';
import { freshId } from './freshId';
import { type Outcome, deliver, outcomeOf } from './offline/courier';
import { draftKeyOf } from './offline/drafts';
import { Locked } from './offline/holder';
import { backToDraft, takeOver } from './offline/unsent';
import { session } from './session';
import { Refusal } from './wire';

export interface Command {
  /** Record the command belongs to; commands of one record are sent in order. */
  lane: string;
  step: string;
  path: string;
  /** Words for the list of unsent commands. */
  title: string;
  input: Record<string, unknown>;
  /** Name of the form (its draft) and what was filled in. */
  form: string;
  values: Values;
  /** Where “改一下” leads. */
  page: string;
}

const NO_ROOM = '手机空间不够，没有存下来。请清理手机空间或联网把未发送的内容发完，再提交一次。';

/** What could not even be put down on this device is told like a refusal: the form is the person's again. */
const asRefusal = (error: unknown): Refusal =>
  new Refusal(0, 'NOT_KEPT', error instanceof Locked ? error.message : NO_ROOM);

/** How long a person watches the button turn before the command goes on in the background. */
const PATIENCE_MS = 10_000;

/**
 * Give a command: first durably kept on this device, then sent. While the person waits, a refusal comes back here and the form
 * is theirs again; without network the command stays and is sent later by itself.
 */
export async function send(command: Command): Promise<Outcome> {
  const owner = session.get().me?.id;
  if (!owner) return { kept: true };
  const { form, ...rest } = command;
  const given = { ...rest, key: freshId(), owner, draftKey: draftKeyOf(owner, form), at: Date.now(), refusal: null };
  const standing = await takeOver(given).catch(asRefusal);
  if (standing instanceof Refusal) return { refused: standing };
  const outcome = outcomeOf(standing.key, navigator.onLine ? PATIENCE_MS : 0);
  void deliver();
  const result = await outcome;
  if ('refused' in result) await backToDraft(standing.key);
  return result;
}
