import { receiverByUserId } from '../bot/receiver';
import { perform } from '../models/core/domain';
import { referenceOf } from '../models/core/identityVault';
import { create, read } from '../models/core/journal';
import { incidentDomain } from '../models/incident/incident';
import { dutyFacts } from '../models/incident/incident.facts';
import { EnterIncident } from '../models/incident/incident.schema';
import { incidents } from '../models/incident/incident.store';
import { enterIncident } from '../models/incident/intake';
import { useBotWorld } from './support/botWorld';
import { useDatabase } from './support/database';

/** An incident by chat alone: what each phone shows, and what its buttons do. Over the real wire, each step after the one before. */
const [OPERATOR, LEADER, HEAD, VILLAGER] = ['duty01', 'dutylead01', 'putuo01', 'cun001'];
const ID = 'incident-by-card';
useDatabase({ emptyBefore: 'file' });
const world = useBotWorld();

const now = async () => (await read(incidents, ID))!;
const by = async (userId: string) => ({
  actor: (await receiverByUserId(userId))!.actor,
  now: world.clock(),
  door: 'page' as const,
});
async function onDesk(step: string, input: object): Promise<void> {
  await perform(incidentDomain, step, ID, input, await by(OPERATOR));
  await world.drain();
}
async function pressed(userId: string, words: string, step: string): Promise<void> {
  const { id } = await world.card(userId, words);
  await world.press(userId, id, step, { v: String((await now()).version) });
  await world.drain();
}

describe('an incident on the phones', () => {
  it('asks the operator on post to triage it, with the deadline and the steps that are theirs', async () => {
    const input = EnterIncident.parse({
      source: 'POLICE',
      type: 'SPILL',
      county: '330903',
      place: '沈家门渔港',
      description: '海面有大片油花',
    });
    const context = await by(OPERATOR);
    const facts = { ...(await dutyFacts(context.now)), enterprise: null, petition: null };
    await create(incidents, enterIncident(ID, input, context, facts), context);
    await world.drain();
    const { shown, buttons } = await world.card(OPERATOR, '海上溢油');
    expect(shown['title']).toBe('事件待研判 · 海上溢油');
    expect(shown['number']).toMatch(/^SJ-\d{4}-000001$/);
    expect(buttons.slice(0, 4)).toEqual(['定为突发事件', '定为超标告警', '转为信访件', '无效信息']);
  });

  it('rings leader and branch head when it is an emergency; 收到 is one press', async () => {
    const { id } = await world.card(OPERATOR, '海上溢油');
    await world.press(OPERATOR, id, 'declareEmergency', { v: '1' });
    await world.submit(OPERATOR, id, 'declareEmergency', { grade: 'MAJOR', v: '1' });
    await world.drain();
    expect(await now()).toMatchObject({ status: 'emergency', grade: 'MAJOR' });
    for (const userId of [LEADER, HEAD])
      expect((await world.card(userId, '突发事件通知')).buttons).toContain('收到通知');
    await pressed(LEADER, '突发事件通知', 'notice');
    expect((await now()).known).toEqual([LEADER]);
    expect((await world.card(LEADER, '突发事件通知')).buttons).not.toContain('收到通知');
  });

  it('opens the form for the time of arrival on the card of whoever is sent, and takes the answer', async () => {
    await onDesk('dispatch', { county: '330903', instruction: '带围油栏' });
    const { id, shown } = await world.card(HEAD, '事件出动');
    expect(shown['formAction']).toBe('acknowledge');
    expect(shown['facts']).toContain('陆路可达');
    await world.submit(HEAD, id, 'acknowledge', {
      minutes: '45',
      need: '船、采样瓶',
      v: String((await now()).version),
    });
    await world.drain();
    const { eta, crew } = await now();
    expect(crew.find(({ id: member }) => member === HEAD)?.need).toEqual(['船', '采样瓶']);
    expect(eta).not.toBeNull();
    expect((await world.card(LEADER, '突发事件通知')).shown['status']).toMatch(/^重大 · 已派出，预计 .*到场$/);
  });

  it('tells a supervisor near it what to do and nothing of the case', async () => {
    await onDesk('remoteSupport', { person: referenceOf(VILLAGER) });
    const { shown, buttons } = await world.card(VILLAGER, '请看护现场');
    expect(buttons).toContain('已看护');
    expect(shown['note']).toContain('在安全距离外拍照');
    expect(JSON.stringify(shown)).not.toMatch(/油花|重大|公安|预计/);
  });

  it('shows the arrival to everybody who holds a card', async () => {
    await pressed(HEAD, '事件出动', 'arrive');
    const { id } = await world.card(HEAD, '事件出动');
    await world.submit(HEAD, id, 'arrive', { v: String((await now()).version) });
    await world.drain();
    expect(await now()).toMatchObject({ status: 'onScene' });
    expect((await world.card(LEADER, '突发事件通知')).shown['status']).toMatch('已到场');
  });

  it('says nothing of the case on any lock screen', async () => {
    for (const userId of [OPERATOR, LEADER, HEAD, VILLAGER]) {
      const said = (await world.phone(userId)).map(({ text, title, preview, subject }) => [
        text,
        title,
        preview,
        subject,
      ]);
      expect(JSON.stringify(said)).not.toMatch(/油花/);
    }
  });
});
