/**
 * The heart of the secret: the real product with the real sandbox is walked up to the moment before the reveal; then everything it has
 * written, answered, sent, logged and measured is searched for the target, for every role there is. Then it is revealed, and found.
 */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { demoOrganisation } from '../bot/sandbox/organisation';
import { startSandbox } from '../bot/sandbox/server';
import { OTHER as ELSEWHERE, TARGET } from './support/flying';
import { disguises, timesIn } from './support/needles';
import { type Answer, type Caller, Product, until } from './support/product';

jest.setTimeout(60_000);

const [PLANNER, LEADER, DEPUTY, ADMINISTRATOR] = ['jiguan10', 'leader01', 'leader02', 'jiguan01'];
/** Somebody of every role of the demo's organisation. */
const EVERYBODY = [
  ...[PLANNER, 'jiguan13', LEADER, DEPUTY, 'jiguan01', 'jiguan02', 'jiguan18', 'jiguan04', 'jiguan16'],
  ...['duty01', 'dutylead01', 'shengsi01', 'cun001'],
];
/** With SOAK=1 everybody asks everything; otherwise what has nothing to do with flying inspections is dealt among them. */
const WHOLE = process.env['SOAK'] === '1';
const COMMANDING = ['jiguan01', 'duty01', 'shengsi01', LEADER];
/** Lists are asked by every third of them, so that each list is read by several roles. */
const THIRD = 3;
const CAST = new RegExp(`^(${EVERYBODY.join('|')}|zhidui0[1-4]|(dinghai|putuo|daishan|shengsi)0[3-5])$`);
const HOUR = 3_600_000;

/** Words that stand nowhere but in the plan. */
const SECRETS = ['偷倒石粉泥浆', '上年两次投诉鳞', '执法艇鲟', 'xf-7731-鲟', 'XF-2099-077310', '夜间浑水入海鲟'];
/** Of the same county, so that whoever may read the register of one may read that of the other. */
const OTHER = { ...ELSEWHERE, county: TARGET.county };

/** What the register says of the target, each beside the same of an enterprise that is nobody's target. */
const REGISTERED = (['_id', 'name', 'uscc'] as const).map((field) => [TARGET[field], OTHER[field]] as const);
const PAIRS = [...REGISTERED, [TARGET.shortNames[0]!, OTHER.shortNames[0]!], ['122.77031', '121.88064']] as const;

const secretForms = SECRETS.flatMap(disguises);
const pairForms = PAIRS.map(([target, other]) => [disguises(target), disguises(other)] as const);

/** Why these bytes tell something of the target; undefined when they do not. */
function betrayal(bytes: Buffer): string | undefined {
  if (timesIn(bytes, secretForms) > 0) return 'a word of the plan';
  const told = pairForms.findIndex(([target, other]) => timesIn(bytes, target) !== timesIn(bytes, other));
  return told < 0 ? undefined : `${PAIRS[told]![0]} more often than ${PAIRS[told]![1]}`;
}
const betrayals = (found: readonly (readonly [where: string, bytes: Buffer])[]): string[] =>
  found.flatMap(([where, bytes]) => {
    const why = betrayal(bytes);
    return why ? [`${where}: ${why}`] : [];
  });

let product: Product;
const callers = new Map<string, Caller>();
const as = async (userId: string): Promise<Caller> => {
  const known = callers.get(userId) ?? (await product.signIn(userId));
  callers.set(userId, known);
  return known;
};
const codeOf = (userId: string) => product.control<{ code: string }>(`/sandbox/people/${userId}/authCode`, {});

/** What a page of the duty desk is told while everything happens. */
const heard = { text: '', stop: new AbortController() };
async function listen(userId: string): Promise<void> {
  const { cookie } = await as(userId);
  const live = await fetch(`${product.url}/api/live`, { headers: { cookie }, signal: heard.stop.signal });
  void (async () => {
    for await (const chunk of live.body as unknown as AsyncIterable<Uint8Array>)
      heard.text += Buffer.from(chunk).toString('utf8');
  })().catch(() => undefined);
}

let id = '';
async function step(userId: string, name: string, input: object = {}): Promise<Answer<Record<string, unknown>>> {
  const answer = await (await as(userId)).post<Record<string, unknown>>(`/api/flying/${id}/${name}`, input);
  expect([userId, name, answer.status, answer.body['error']]).toEqual([userId, name, 200, undefined]);
  return answer;
}
const record = async () =>
  (await product.collection('flying_inspections').findOne({ _id: id })) as unknown as {
    status: string;
    crew: string[];
    captain: string;
    revealAt: Date;
  };

beforeAll(async () => {
  const { departments, people, ...organisation } = demoOrganisation();
  const cast = people.filter(({ userId }) => CAST.test(userId));
  const sandbox = await startSandbox({ port: 0, organisation: { ...organisation, departments, people: cast } });
  product = await Product.start({ sandbox, env: { LOG_LEVEL: 'debug', REQUESTS_PER_MINUTE: '1000000' } });
  await product.collection('enterprises').insertMany([{ ...TARGET }, { ...OTHER }]);
  await listen('duty01');
}, 90_000);
afterAll(() => {
  heard.stop.abort();
  return product.close();
});

const headersOf = ({ cookie, csrf }: Caller) => ({
  ...{ cookie, origin: product.url, 'x-csrf-token': csrf },
  ...{ 'idempotency-key': randomUUID(), 'content-type': 'application/json' },
});
const shanghai = (at: number) => new Date(at).toISOString();

it('is drafted, sealed, drawn and assembled by those whose part it is', async () => {
  const now = (await product.control<{ now: string }>('/sandbox/clock')).now;
  const start = new Date(now).getTime();
  id = randomUUID();
  // Slips of the pen first: what is refused is as secret as what is kept.
  const slips = [
    JSON.stringify({ id, enterprise: TARGET._id, direction: SECRETS[0], point: SECRETS[2], kit: TARGET.name }),
    JSON.stringify({ id, enterprise: TARGET.name, hints: (SECRETS[1] ?? '').repeat(100), [TARGET.name]: 1 }),
    `{"direction":"${SECRETS[0]}","enterprise":"${TARGET.uscc}"`,
  ];
  for (const body of slips) {
    const init = { method: 'POST', headers: headersOf(await as(PLANNER)), body };
    expect((await fetch(`${product.url}/api/flying`, init)).status).toBe(400);
  }
  const drafted = await (
    await as(PLANNER)
  ).post<{ error?: unknown }>('/api/flying', {
    ...{ id, enterprise: TARGET._id, checkType: 'CASE', leader: LEADER, deputy: DEPUTY, k: 3, hours: 8 },
    ...{ direction: SECRETS[0], hints: SECRETS[1], boat: SECRETS[2], point: '市局大院' },
    kit: '标准装备，加夜间照明',
    trigger: { kind: 'PETITION', id: SECRETS[3], no: SECRETS[4], text: SECRETS[5] },
    ...{ assembleAt: shanghai(start + HOUR), revealAt: shanghai(start + 3 * HOUR) },
  });
  expect([drafted.status, drafted.body.error]).toEqual([200, undefined]);
  const looked = await step(LEADER, 'look', await codeOf(LEADER));
  expect(looked.body['target']).toMatchObject({ name: TARGET.name, direction: SECRETS[0] });
  await step(LEADER, 'approve', { ...(await codeOf(LEADER)), seen: looked.body['hash'] });
  await step(PLANNER, 'formTeam');
  const { crew, captain } = await record();
  expect(crew).toHaveLength(3);
  // One declares a conflict before anybody knows anything, and is followed by somebody else.
  const gone = crew.find((person) => person !== captain)!;
  await until('the card is there', async () =>
    (await product.cards(gone)).some(({ shown }) => shown['title']?.includes('集合通知')),
  );
  await step(gone, 'declare', { relation: 'OTHER' });
  const [byCard, ...others] = (await record()).crew;
  const pressed = await product.tap(byCard!, await product.cardWith(byCard!, '确认'), 'confirm');
  expect(pressed.response?.cardData?.cardParamMap['buttons']).toContain('冲突申报');
  for (const person of others) await step(person, 'confirm');
  await product.advance(HOUR);
  for (const person of (await record()).crew) await step(person, 'arrive');
  await step((await record()).captain, 'depart');
  await step(PLANNER, 'unlock', await codeOf(PLANNER));
  expect((await record()).status).toBe('teamReady');
});

describe('before the reveal', () => {
  it('no field of any collection tells the target, in whatever encoding', async () => {
    const names = await product.collectionNames();
    expect(names).toEqual(
      expect.arrayContaining(['flying_inspections', 'flying_keys', 'flying_boxes', 'audit_log', 'assignments']),
    );
    const documents = await Promise.all(
      names.map(async (name) => [name, await product.collection(name).find({}, { raw: true }).toArray()] as const),
    );
    const found = documents.flatMap(([name, all]) => all.map((bytes) => [name, bytes as unknown as Buffer] as const));
    expect(found.length).toBeGreaterThan(100);
    expect(betrayals(found.filter(([name]) => name !== 'enterprises'))).toEqual([]);
  });

  it('what hangs on it names neither county nor trade, apart from where its members work', async () => {
    const flying = (await product.collection('flying_inspections').findOne({ _id: id })) as object;
    const { members: _members, ...rest } = flying as { members: unknown };
    const assigned = await product
      .collection('assignments')
      .find({ 'record.id': id } as object)
      .toArray();
    const text = JSON.stringify([rest, assigned.map(({ ...one }) => ({ ...one, personName: '', messages: [] }))]);
    expect(text).not.toMatch(/330922|嵊泗|枸杞|QUARRY|采石|石粉/);
    expect(assigned.length).toBeGreaterThan(3);
  });

  it('no answer of the interface tells it to any role, the administrators included', async () => {
    const { paths } = (await (await fetch(`${product.url}/api/openapi.json`)).json()) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const { crew } = await record();
    const people = [...new Set([...EVERYBODY, crew[0]!, 'shengsi03'])];
    const asked = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => method === 'get' || method === 'post')
        .filter((method) => !(method === 'post' && /session|hooks/.test(path)) && path !== '/api/live')
        .map((method) => ({ path, method })),
    );
    expect(asked.length).toBeGreaterThan(80);
    const answers: [string, Buffer][] = [];
    const isDealt = (userId: string, index: number): boolean => {
      const { path, method } = asked[index]!;
      if (WHOLE || (path.startsWith('/api/flying') && (method === 'get' || COMMANDING.includes(userId)))) return true;
      // A record of another word has no such id, whoever asks.
      if (method === 'post' || path.includes('{')) return COMMANDING[index % COMMANDING.length] === userId;
      return userId === ADMINISTRATOR || (index + people.indexOf(userId)) % THIRD === 0;
    };
    const ask = async (userId: string, path: string, method: string) => {
      const caller = await as(userId);
      // Whoever may take the next step of it would take it; they are asked for their answers only.
      if (
        method === 'post' &&
        path.startsWith('/api/flying/{id}') &&
        [...crew, PLANNER, LEADER, DEPUTY].includes(userId)
      )
        return;
      const address = path.replace(/\{[a-zA-Z]+\}/g, id);
      const init = {
        method: method.toUpperCase(),
        headers: headersOf(caller),
        ...(method === 'post' ? { body: '{}' } : {}),
      };
      const response = await fetch(`${product.url}${address}`, init);
      const bytes = Buffer.from(await response.arrayBuffer());
      const head = Buffer.from(JSON.stringify([...response.headers]));
      if (response.status >= 500 && response.status !== 503)
        answers.push([`${userId} ${method} ${path} ${response.status}`, Buffer.from(SECRETS[0]!)]);
      answers.push([`${userId} ${method} ${path}`, Buffer.concat([bytes, head])]);
    };
    await Promise.all(people.map(as));
    for (const userId of people) {
      const dealt = asked.filter((_, index) => isDealt(userId, index));
      for (let from = 0; from < dealt.length; from += 12)
        await Promise.all(dealt.slice(from, from + 12).map(({ path, method }) => ask(userId, path, method)));
    }
    expect(answers.length).toBeGreaterThan(600);
    expect(new Set(answers.map(([where]) => where.slice(where.indexOf(' ')))).size).toBe(asked.length);
    expect(betrayals(answers)).toEqual([]);
    expect((await record()).status).toBe('teamReady');
  });

  it('nothing sent through DingTalk, shown on a phone, logged, measured or published tells it', async () => {
    const calls = JSON.stringify(await product.control('/sandbox/calls'));
    const phones = await Promise.all(
      demoOrganisation()
        .people.filter(({ userId }) => CAST.test(userId))
        .map(async ({ userId }) => JSON.stringify(await product.phone(userId))),
    );
    const [metrics, published, page] = await Promise.all(
      ['/metrics', '/api/flying-commitments', '/flying-commitments'].map(async (path) =>
        (await fetch(`${product.url}${path}`)).text(),
      ),
    );
    expect(calls.length).toBeGreaterThan(10_000);
    expect(heard.text).toContain('event:');
    expect(heard.text).not.toContain(id);
    expect(published).toContain('hash');
    const texts = {
      calls,
      phones: phones.join('\n'),
      metrics: metrics!,
      published: published!,
      page: page!,
      log: product.output,
      live: heard.text,
    };
    expect(betrayals(Object.entries(texts).map(([where, text]) => [where, Buffer.from(text)] as const))).toEqual([]);
    expect(phones.join('')).toContain('集合通知');
  });

  it('no file on the disk of the server holds a word of the plan', () => {
    const files = (folder: string): string[] =>
      readdirSync(folder).flatMap((name) => {
        const path = join(folder, name);
        const stat = statSync(path);
        if (stat.isDirectory()) return files(path);
        return stat.isFile() ? [path] : [];
      });
    const all = files(product.dataDir);
    expect(all.length).toBeGreaterThan(5);
    expect(all.filter((path) => timesIn(readFileSync(path), secretForms) > 0)).toEqual([]);
  });
});

describe('at its time', () => {
  it('opens after the process was killed and started again, to those who go and to nobody else', async () => {
    const { crew } = await record();
    await product.kill();
    await product.advance(2 * HOUR);
    await product.launch();
    await until('the target is revealed', async () => (await record()).status === 'revealed');
    const opened = (await product.collection('flying_inspections').findOne({ _id: id })) as object;
    expect(betrayal(Buffer.from(JSON.stringify(opened)))).toBeDefined();
    const page = await (
      await as(crew[0]!)
    ).get<{ extra: { target: object; pack: { key: string } } }>(`/api/flying/${id}`);
    expect(page.body.extra.target).toMatchObject({ name: TARGET.name, direction: SECRETS[0] });
    expect(Buffer.from(page.body.extra.pack.key, 'base64')).toHaveLength(32);
    const strangers = ['jiguan01', 'jiguan18', 'duty01', 'shengsi01', 'jiguan13'].filter((one) => !crew.includes(one));
    for (const stranger of strangers) {
      const { status, body } = await (await as(stranger)).get(`/api/flying/${id}`);
      expect([stranger, status, betrayal(Buffer.from(JSON.stringify(body)))]).toEqual([stranger, 404, undefined]);
    }
    await until('the check is ordered', async () => product.collection('inspections').findOne({ _id: `flying-${id}` }));
  });
});
