import { pressCard } from './inbound';
import { objectOf, parseJson, textOf, type Fields } from './fields';
import { personById, type World } from './world';

/** The account behind which nobody stands: the product probes its chain with it. */
export const MACHINE = 'probe01';
/** As fast as a good network, slower than a call inside one process. */
const REACTION_MS = 30;

function firstButton(text: string | undefined): Fields | undefined {
  const buttons = parseJson(text || '[]');
  return Array.isArray(buttons) ? buttons.map(objectOf).find((button) => button && !button['url']) : undefined;
}

/**
 * Let the machine account answer: it presses the first button of every card it is shown, once, as a person's phone would. What the
 * faults of the control API do to presses, they do to these.
 */
export function letMachineAnswer(world: World): () => void {
  const answered = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  const press = (outTrackId: string, button: Fields) => {
    const person = personById(world, MACHINE);
    const params = objectOf(button['params']) ?? {};
    const actionIds = [textOf(button['id']) ?? ''];
    if (!person) return;
    pressCard(world, outTrackId, person, { actionIds, params }).catch((error: unknown) =>
      world.log(`sandbox: the machine account could not answer: ${String(error)}`),
    );
  };
  const unwatch = world.phones.watch(MACHINE, () => {
    const newest = world.phones.messages(MACHINE).at(-1);
    const outTrackId = textOf(newest?.['outTrackId']);
    if (newest?.kind !== 'card' || !outTrackId || answered.has(outTrackId)) return;
    const button = firstButton(objectOf(newest['cardParamMap'])?.['buttons'] as string | undefined);
    if (!button) return;
    answered.add(outTrackId);
    if (answered.size > 1000) answered.delete([...answered][0]!);
    const timer = setTimeout(() => {
      timers.delete(timer);
      press(outTrackId, button);
    }, REACTION_MS);
    timers.add(timer.unref());
  });
  return () => {
    unwatch();
    timers.forEach(clearTimeout);
  };
}
