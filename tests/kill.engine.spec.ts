import { randomBytes, randomUUID } from 'node:crypto';
import { type Sandbox } from '../bot/sandbox/server';
import { testUri } from './support/database';
import { databaseWire, dingTalkWire, type KillPoints, killPoints, type Wire } from './support/killPoints';
import { type Answer, type Caller, openSandbox, Product, type ShownCard, until } from './support/product';

/** SOAK=1 kills at every point there is; otherwise a slice chosen by the seed. */
const SOAK = process.env['SOAK'] === '1';
const SEED = Number(process.env['SEED'] ?? 20_261_123);
const KILLS_PER_STORY = 5;
const STORIES = SOAK ? Infinity : 1;
const [VILLAGER, OPERATOR, HEAD, OFFICER] = ['cun001', 'duty01', 'putuo01', 'putuo03'];
/** Longer than the lease of the outbox: what a dead worker had claimed falls due again. */
const LEASE_MS = 31_000;

jest.setTimeout(SOAK ? 3_600_000 : 120_000);

/** Numbers in [0, 1), the same ones for the same seed. */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Whoever watches the process starts it again; by then what it had claimed is free. */
async function alive(product: Product): Promise<void> {
  while (!product.running) {
    await product.launch().catch(() => undefined);
    await product.advance(LEASE_MS);
  }
}
const eventually = <T>(product: Product, what: string, ask: () => Promise<T | false | null | undefined>) =>
  until(
    what,
    async () => {
      await alive(product);
      return ask();
    },
    60_000,
  );

/** What the courier of the page does: the same command under the same key until it is answered. */
async function insist<T>(product: Product, send: () => Promise<Answer<T>>): Promise<Answer<T>> {
  return eventually(product, 'an answer', async () => {
    const answer = await send().catch(() => null);
    return answer && answer.status < 500 ? answer : null;
  });
}

describe('kill −9 of the server at any step of claim → send → settle', () => {
  let points: KillPoints;
  let wires: Wire[];
  let sandbox: Sandbox;
  let product: Product;
  let startBeside: () => Promise<Product>;
  let operator: Caller;
  let head: Caller;
  let officer: Caller;

  beforeAll(async () => {
    points = killPoints();
    sandbox = await openSandbox();
    const socket = decodeURIComponent(/^mongodb:\/\/([^/?]+)/.exec(testUri())?.[1] ?? '');
    const secrets = {
      SESSION_SECRET: randomBytes(32).toString('hex'),
      IDENTITY_KEY: `k:${randomBytes(32).toString('base64')}`,
      IDENTITY_PEPPER: randomBytes(32).toString('hex'),
    };
    const name = `kill_w${process.env['JEST_WORKER_ID'] ?? '1'}`;
    const database = await databaseWire(socket, points);
    const dingTalk = await dingTalkWire(sandbox.url, points);
    wires = [database, dingTalk];
    const start = () =>
      Product.start({
        sandbox,
        database: `mongodb://${encodeURIComponent(socket)}/${name}?directConnection=true`,
        env: {
          ...secrets,
          MONGODB_URI: `mongodb://127.0.0.1:${database.port}/${name}?directConnection=true`,
          DINGTALK_API_BASE: `http://127.0.0.1:${dingTalk.port}`,
          DINGTALK_OAPI_BASE: `http://127.0.0.1:${dingTalk.port}`,
          DINGTALK_FILE_HOSTS: `127.0.0.1:${sandbox.port},localhost:${sandbox.port}`,
        },
      });
    startBeside = start;
    product = await start();
    for (const one of ['petitions', 'assignments']) await product.collection(one).deleteMany({});
    [operator, head, officer] = [
      await product.signIn(OPERATOR),
      await product.signIn(HEAD),
      await product.signIn(OFFICER),
    ];
  }, 90_000);
  afterAll(async () => {
    await product.close();
    await Promise.all(wires.map((wire) => wire.close()));
  });

  const petitionOf = async (id: string) => (await product.petitions({ _id: id }))[0];
  const statusOf = async (id: string) => (await petitionOf(id))?.status;

  /** Press until the card says that it is done; a press without an answer is pressed again. */
  async function press(id: string, userId: string, button: string, becomes: string, form?: Record<string, unknown>) {
    await eventually(product, `${button} leads to ${becomes}`, async () => {
      const no = (await petitionOf(id))?.no;
      const fits = ({ shown, buttons }: ShownCard) =>
        (shown['number'] ?? '') === (no ?? '') &&
        (form ? shown['formAction'] === button : buttons.some((one) => one.id === button));
      const card = (await product.cards(userId)).filter(fits).at(-1);
      if (card) await (form ? product.submit(userId, card, button, form) : product.tap(userId, card, button));
      return (await statusOf(id)) === becomes;
    });
  }
  async function take(by: Caller, id: string, step: string, input: object) {
    const key = randomUUID();
    const { status, body } = await insist(product, () => by.post(`/api/petitions/${id}/${step}`, input, key));
    expect([step, status, body.error]).toEqual([step, 200, undefined]);
  }

  /** From the villager's words to the rating; nothing here knows when the server is killed. */
  async function story(words: string): Promise<string> {
    await product.say(VILLAGER, { text: `上报 ${words}，在展茅横街村，不急` });
    const { _id: id } = await eventually(
      product,
      'the draft',
      async () => (await product.petitions({ content: { $regex: words } }))[0],
    );
    await press(id, VILLAGER, 'confirm', 'registered');
    const classified = { medium: 'WATER', urgency: 'NORMAL', path: 'DUTY_APPLICATION', county: '330903' };
    await take(operator, id, 'classify', classified);
    await take(operator, id, 'accept', {});
    await take(operator, id, 'assign', { unit: '330903' });
    await take(head, id, 'appoint', { officer: OFFICER });
    await eventually(product, 'the task', async () => (await tasksOf(id, 'petition.handle')).length === 1);
    await product.advance(31 * 60_000);
    await eventually(product, 'the first rung', async () => (await tasksOf(id, 'petition.handle'))[0]?.rung === 1);
    await settled();
    await press(id, OFFICER, 'acknowledge', 'investigating');
    const reply = { result: 'TRUE', findings: '情况属实', measures: '责令改正', replyText: '已责令改正。' };
    await take(officer, id, 'draftReply', reply);
    await press(id, HEAD, 'approveReply', 'replied');
    await press(id, VILLAGER, 'rate', 'closed', { satisfaction: { index: 0, value: '5' } });
    await settled();
    return id;
  }
  const tasksOf = (id: string, purpose?: string) =>
    product.assignments({ 'record.id': id, ...(purpose ? { purpose } : {}) });

  async function settled() {
    const owing = { 'outbox.dueAt': { $gt: new Date(0) } };
    await eventually(product, 'nothing is owed', async () => {
      const owed = [...(await product.petitions(owing)), ...(await product.assignments(owing))];
      const now = product.sandbox.clock();
      const waits = owed.flatMap(({ outbox }) => outbox).flatMap(({ dueAt }) => (dueAt && dueAt > now ? [dueAt] : []));
      if (waits.length > 0) await product.advance(Math.min(...waits.map(Number)) - now.getTime() + 1);
      return owed.length === 0;
    });
  }

  const STEPS = [
    'told',
    'registered',
    'classified',
    'accepted',
    'assigned',
    'officerAppointed',
    'acknowledged',
    'replyDrafted',
    'replied',
    'rated',
  ];

  /** Nothing acknowledged is lost, nothing owed is lost, nothing stands on a phone twice. */
  async function nothingLostOrDoubled(id: string): Promise<void> {
    const petition = await petitionOf(id);
    expect(petition?.events.map(({ type }) => type)).toEqual(STEPS.map((step) => `petition.${step}`));
    const tasks = await tasksOf(id);
    const purposes = tasks.map(({ purpose }) => purpose);
    expect([...new Set(purposes)]).toEqual(purposes);
    const messages = tasks.flatMap((task) => task.messages);
    expect(messages.filter(({ acceptedAt, failed }) => !acceptedAt && !failed)).toEqual([]);
    for (const userId of [VILLAGER, OPERATOR, HEAD, OFFICER]) {
      const phone = await product.phone(userId);
      const about = (text?: string) => Boolean(text?.includes(petition?.no ?? '–'));
      const mine = messages.filter(({ to }) => to === userId || (to.startsWith('ref:') && userId === VILLAGER));
      const sent = (means: string) => mine.filter((message) => message.means === means && message.acceptedAt);
      const cards = phone.filter(({ kind, cardParamMap }) => kind === 'card' && about(cardParamMap?.['number']));
      const todos = phone.filter(({ kind, subject }) => kind === 'todo' && about(subject));
      const notices = phone.filter(({ kind, title, text }) => kind === 'workNotice' && (about(title) || about(text)));
      const said = phone
        .filter(({ kind, from }) => kind === 'text' && from === 'bot')
        .map(({ id: one, text }) => [one, text]);
      expect(cards.map(({ outTrackId }) => outTrackId).sort()).toEqual(
        sent('card')
          .map((message) => message.id)
          .sort(),
      );
      for (const { shown } of (await product.cards(userId)).filter((card) => about(card.shown['number'])))
        expect(shown['status']).toContain('已办结');
      expect(todos).toHaveLength(sent('todo').length);
      expect(todos.every(({ done }) => done)).toBe(true);
      // One whose fate nobody knows is not sent again; another means takes its place.
      const doubtful = mine.filter(({ means, failed }) => means === 'workNotice' && failed).length;
      expect(notices.length).toBeLessThanOrEqual(sent('workNotice').length + doubtful);
      expect(new Set(said.map(([one]) => one)).size).toBe(said.length);
    }
    // Of the first rung: the card, and beside it something that did arrive.
    const rung = messages.filter((message) => message.rung === 1 && message.acceptedAt);
    expect(rung.map(({ means }) => means).sort()).toEqual(expect.arrayContaining(['card']));
    expect(rung.length).toBeGreaterThanOrEqual(2);
  }

  let total = 0;
  it('a story without a kill passes its points in both directions', async () => {
    points.arm([], () => undefined);
    await nothingLostOrDoubled(await story('平日河水发黑'));
    total = points.passed.length;
    const kinds = new Set(points.passed.map((what) => what.replace(/\/[^ ]*/g, '/')));
    expect([...kinds]).toEqual(
      expect.arrayContaining(['before update petitions', 'after update assignments', 'before POST /']),
    );
  });

  it('loses no acknowledged answer and no message, and shows none twice', async () => {
    expect(total).toBeGreaterThan(0);
    const random = chance(SEED);
    const stride = Math.ceil(total / KILLS_PER_STORY);
    let kills = 0;
    for (let offset = 0; offset < stride && offset < STORIES; offset += 1) {
      const first = SOAK ? offset : Math.floor(random() * stride);
      const chosen = Array.from({ length: KILLS_PER_STORY }, (_, index) => first + index * stride);
      const hit: string[] = [];
      points.arm(chosen, () => {
        kills += 1;
        hit.push(points.passed.at(-1) ?? '');
        product.strike();
      });
      try {
        await nothingLostOrDoubled(await story(`第${offset}次河水发黑`));
      } catch (error) {
        throw new Error(
          `seed ${SEED}, story ${offset}, killed at ${chosen.join(', ')} (${hit.join('; ')}): ${String(error)}`,
          {
            cause: error,
          },
        );
      }
    }
    points.arm([], () => undefined);
    expect(kills).toBeGreaterThanOrEqual(Math.min(STORIES, stride) * (KILLS_PER_STORY - 1));
    const numbers = (await product.petitions({ no: { $ne: null } }))
      .map(({ no }) => Number(no?.slice(-6)))
      .sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(product.crashes).toBe(0);
  });

  it('keeps a card true that went out just before the kill and was overtaken before the restart', async () => {
    await product.say(VILLAGER, { text: '上报 墩头河水发黑，在沈家门墩头码头，不急' });
    const { _id: id } = await eventually(
      product,
      'the draft',
      async () => (await product.petitions({ status: 'draft' }))[0],
    );
    await press(id, VILLAGER, 'confirm', 'registered');
    const classified = { medium: 'WATER', urgency: 'NORMAL', path: 'DUTY_APPLICATION', county: '330903' };
    await take(operator, id, 'classify', classified);
    await take(operator, id, 'accept', {});
    await settled();
    points.armNext(/^after POST .*createAndDeliver/, () => product.strike());
    await operator.post(`/api/petitions/${id}/assign`, { unit: '330903' }, randomUUID()).catch(() => null);
    await until('the server is dead', () => Promise.resolve(!product.running));
    // Its claim still holds, so the head decides before anybody delivers again.
    await product.launch();
    await take(head, id, 'appoint', { officer: OFFICER });
    await eventually(
      product,
      'the head has done it',
      async () => (await tasksOf(id, 'petition.appoint'))[0]?.status === 'done',
    );
    await settled();
    const no = (await petitionOf(id))?.no;
    const cards = (await product.cards(HEAD)).filter(({ shown }) => shown['number'] === no);
    expect(cards.map(({ shown }) => shown['facts'])).toEqual([expect.stringContaining('承办人')]);
    const [task] = await tasksOf(id, 'petition.appoint');
    expect(task?.messages).toEqual([expect.objectContaining({ means: 'card', acceptedAt: expect.any(Date) as Date })]);
  });

  it('does so beside a second process on the same database, which finishes what the first had begun', async () => {
    expect(total).toBeGreaterThan(0);
    const beside = await startBeside();
    try {
      const stride = Math.ceil(total / KILLS_PER_STORY);
      for (let offset = 0; offset < (SOAK ? stride : 1); offset += 3) {
        const chosen = Array.from({ length: KILLS_PER_STORY }, (_, index) => offset + index * stride);
        points.arm(chosen, () => product.strike());
        await nothingLostOrDoubled(await story(`并行${offset}次河水发黑`));
      }
      points.arm([], () => undefined);
      expect([product.crashes, beside.crashes]).toEqual([0, 0]);
    } finally {
      await beside.leave();
    }
  });
});

describe('kill −9 of the engine host under load', () => {
  const ROUNDS = SOAK ? 40 : 3;
  const WRITERS = 6;
  let product: Product;
  beforeAll(async () => {
    product = await Product.start();
  }, 90_000);
  afterAll(() => product.close());

  it('loses no acknowledged report; the server goes on without being started again', async () => {
    const villager = await product.signIn(VILLAGER);
    const acknowledged = new Map<string, string>();
    const pid = product.pid;
    let over = false;
    const report = () => ({
      ...{ id: randomUUID(), content: '码头边有人倒油污', medium: 'SEA', urgency: 'NORMAL', place: '沈家门墩头码头' },
    });
    async function write() {
      while (!over) {
        const body = report();
        const { status, body: answer } = await insist(product, () => villager.post('/api/petitions', body));
        expect([status, answer.error]).toEqual([200, undefined]);
        acknowledged.set(body.id, answer.petition.no ?? '');
      }
    }
    const writers = Promise.all(Array.from({ length: WRITERS }, write));
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = acknowledged.size;
      await until('the load goes on', () => Promise.resolve(acknowledged.size > before + 10), 30_000);
      const engine = product.enginePid();
      process.kill(engine, 'SIGKILL');
      await until('another engine serves', () => {
        const now = product.enginePid();
        return Promise.resolve(now !== 0 && now !== engine);
      });
    }
    over = true;
    await writers;
    const stored = await product.petitions();
    expect(new Map(stored.map(({ _id, no }) => [_id, no]))).toEqual(acknowledged);
    const numbers = stored.map(({ no }) => Number(no?.slice(-6))).sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect([product.pid, product.crashes]).toEqual([pid, 0]);
  });

  it('loses no message and shows none twice', async () => {
    const owing = { 'outbox.dueAt': { $gt: new Date(0) } };
    await until(
      'nothing is owed',
      async () => {
        const owed = (await product.petitions(owing)).length + (await product.assignments(owing)).length;
        if (owed > 0) await product.advance(2_000);
        return owed === 0;
      },
      // DingTalk takes 15 calls in a second, and a soak has thousands.
      SOAK ? 1_200_000 : 60_000,
    );
    const tasks = await product.assignments();
    for (const userId of [VILLAGER, OPERATOR]) {
      const shown = (await product.cards(userId)).map(({ id }) => id).sort();
      const sent = tasks
        .flatMap(({ messages }) => messages)
        .filter(
          ({ means, to }) => means === 'card' && (to === userId || (to.startsWith('ref:') && userId === VILLAGER)),
        );
      expect(sent.filter(({ acceptedAt }) => !acceptedAt)).toEqual([]);
      expect(shown).toEqual(sent.map(({ id }) => id).sort());
    }
    // The rosters of a new house are asked about as well.
    const ofPetitions = tasks.filter(({ record }) => record.store === 'petitions');
    expect(ofPetitions.length).toBe(2 * (await product.petitions()).length);
  });
});
