import { openVault } from '../models/core/identityVault';
import { Assignment } from '../models/assignment/assignment.schema';
import { assignments } from '../models/assignment/assignment.store';
import { demoEnterprises } from '../models/demo/enterprises';
import { seedDrill } from '../models/demo/drill';
import { seedEvents } from '../models/demo/events';
import { seedStations } from '../models/demo/stations';
import { enterprises } from '../models/enterprise/enterprise.store';
import { Incident, OPEN_STATES } from '../models/incident/incident.schema';
import { incidents } from '../models/incident/incident.store';
import { AlertRecipient } from '../models/massAlert/alertRecipient.schema';
import { recipients } from '../models/massAlert/alertRecipient.store';
import { MassAlert } from '../models/massAlert/massAlert.schema';
import { massAlerts } from '../models/massAlert/massAlert.store';
import { Station } from '../models/station/station.schema';
import { silentStations, stations } from '../models/station/station.store';
import { warningsAt } from '../models/weather/weather.store';
import { useDatabase } from './support/database';
import { putWholeOrganisation } from './support/wholeOrganisation';

jest.setTimeout(60_000);
useDatabase({ emptyBefore: 'file' });

const NOW = new Date('2026-11-24T02:40:00+08:00');
type Row = Incident & { events: { at: Date; type: string }[] };
const found = async () => (await incidents.collection.find({}, { sort: { no: 1 } }).toArray()) as unknown as Row[];

beforeAll(async () => {
  openVault({ current: 'k', keys: { k: Buffer.alloc(32, 7) }, pepper: Buffer.alloc(32, 7) });
  await putWholeOrganisation(NOW);
  await enterprises.insertMany(demoEnterprises());
  await seedStations(NOW);
  await seedEvents(NOW);
  await seedDrill(NOW);
});

describe('the demo’s stations', () => {
  it('are 109, each marked as invented, two of them silent', async () => {
    const all = await stations.find({}).toArray();
    for (const station of all) Station.parse(station);
    expect(all).toHaveLength(109);
    expect(all.filter(({ name }) => !name.includes('示例'))).toEqual([]);
    expect((await silentStations(NOW)).map(({ _id }) => _id).sort()).toEqual(['demo-BUOY-09', 'demo-ONLINE_WATER-07']);
  });
});

describe('the demo’s incidents', () => {
  it('are valid, numbered in the order of their coming, and some of each kind are open', async () => {
    const all = await found();
    for (const incident of all) Incident.parse(incident);
    const times = all.map(({ receivedAt }) => receivedAt.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const open = all.filter(({ status }) => OPEN_STATES.includes(status)).map(({ status }) => status);
    expect(open.sort()).toEqual(['alert', 'onScene', 'received']);
    for (const { events } of all) expect(events.at(-1)!.at.getTime()).toBeLessThanOrEqual(NOW.getTime());
  });
  it('tell of the night on which nobody answered and the data were at fault', async () => {
    const fault = (await found()).find(({ _id }) => _id === 'demo-incident-fault')!;
    expect(fault).toMatchObject({ status: 'closedInvalid', enterpriseId: 'E12' });
    expect(fault.outcomeReason).toContain('采样管断裂');
    const asked = (await assignments.collection
      .find({ 'record.id': fault._id } as never)
      .toArray()) as unknown as Assignment[];
    for (const assignment of await assignments.collection.find({}).toArray()) Assignment.parse(assignment);
    const climbed = asked.find(({ told }) => (told?.length ?? 0) > 0)!;
    expect(climbed.told?.map(({ rung }) => rung)).toEqual([1, 2, 3]);
    expect(asked.map(({ nextRungAt }) => nextRungAt)).toEqual(asked.map(() => null));
  });
  it('come with a warning of wind that holds now', async () => {
    expect(await warningsAt(NOW)).toEqual([expect.objectContaining({ kind: 'WIND', level: 'BLUE' })]);
  });
});

describe('the demo’s drill', () => {
  it('has called the officers of the branches and counted them', async () => {
    const alert = MassAlert.parse(await massAlerts.collection.findOne({}));
    const roll = await recipients.collection.find({}).toArray();
    for (const one of roll) AlertRecipient.parse(one);
    expect(alert).toMatchObject({ status: 'closed', people: roll.length, wakeAt: null });
    expect(alert.final?.reduce((sum, { people }) => sum + people, 0)).toBe(roll.length);
    const silent = roll.filter(({ status }) => status === 'silent').length;
    expect(silent).toBeGreaterThan(0);
    expect(silent).toBeLessThan(roll.length / 4);
  });
});
