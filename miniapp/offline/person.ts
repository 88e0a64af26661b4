/** Who was signed in last, closed like everything else, so that the page opens without network. */
import { type Me } from '../answers';
import { type Row, database } from './database';
import { close, open, stepUp, tagOf } from './holder';

type Closed = Pick<Row, 'who' | 'by' | 'iv' | 'data'>;
const ABOUT = 'person/now';

export async function rememberPerson(me: Me): Promise<void> {
  const who = await tagOf(me.id);
  const closed: Closed = { who, ...(await close(who, ABOUT, new TextEncoder().encode(JSON.stringify(me)))) };
  const work = (await database()).transaction('person', 'readwrite');
  await work.store.put(closed, 'now');
  // As version 1 left them: open.
  await work.store.delete('me');
  await work.done;
}

/** The last person, if what is kept for them may still be opened. @throws Locked */
export async function rememberedPerson(): Promise<Me | undefined> {
  const opened = await database();
  const left = (await opened.get('person', 'me')) as Me | undefined;
  if (left) {
    await stepUp(await tagOf(left.id));
    await rememberPerson(left);
    return left;
  }
  const closed = (await opened.get('person', 'now')) as Closed | undefined;
  if (!closed) return undefined;
  await stepUp(closed.who);
  return JSON.parse(new TextDecoder().decode(await open(closed.who, ABOUT, closed))) as Me;
}

export async function forgetPerson(): Promise<void> {
  await (await database()).clear('person').catch(() => undefined);
}
