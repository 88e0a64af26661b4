/** A party with a telephone in the sandbox, and a case whose notice it has received. */
import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { partyTextHandlers } from '../../bot/partyTexts';
import { codeText } from '../../bot/partyTexts';
import { startSandbox, type Sandbox } from '../../bot/sandbox/server';
import { type SmsGateway, smsGateway } from '../../bot/smsGateway';
import { type Stored, stores } from '../../models/core/journal';
import { deliverDue, type Handler } from '../../models/core/outbox';
import { hearingHandlers } from '../../models/hearing/hearing.handlers';
import { partyHandlers } from '../../models/party/filing';
import { partyKeyOf } from '../../models/party/party.schema';
import { rightsClock } from '../../models/penalty/clocks';
import { penaltyHandlers } from '../../models/penalty/penalty.handlers';
import { type PenaltyCase } from '../../models/penalty/penalty.schema';
import { penaltyCases } from '../../models/penalty/penalty.store';
import { type SendCode } from '../../server/party.session';
import { clueFor } from './clue';
import { cookieOf } from './server';

export const MOBILE = '13900000001';

/** The notice as a head approved it and an officer handed it over. */
export const noticed = (servedAt: Date, change: Partial<PenaltyCase> = {}): PenaltyCase => {
  const clue = clueFor().document;
  const who = { by: 'head', byName: '示head', at: servedAt };
  const serving = {
    how: 'DIRECT' as const,
    at: servedAt,
    receiver: '示厂长',
    place: '厂区',
    witness: null,
    remark: '',
    proof: [],
    by: 'wang',
  };
  const investigators = ['wang', 'zhang'].map((id) => ({
    ...{ id, name: `示${id}`, certificateNo: `DEMO-${id}`, certificateValidTo: '2099-12-31' },
  }));
  const facts = '鱼粉烘干时除臭设施未运行，废气直接排放。';
  return {
    ...clue,
    ...{
      status: 'noticed',
      filing: { no: 'XS-2026-000123', dueAt: new Date(servedAt.getTime() + 80 * 864e5), ...who },
    },
    ...{
      investigators,
      investigatorIds: ['wang', 'zhang'],
      everInvestigated: ['wang', 'zhang'],
      partyKey: partyKeyOf('c1'),
    },
    notice: {
      ...{ no: '舟环告〔2026〕12号', draftedBy: 'wang', draftedByName: '示wang', draftedAt: servedAt, kinds: ['FINE'] },
      ...{
        fineFen: 40_600_000,
        confiscationFen: 0,
        facts,
        basis: '《生态环境法典》第一千零九十条',
        reasons: '超标两倍以内',
      },
      ...{
        hearingRight: true,
        hearingBecause: ['拟罚款达到较大数额'],
        days: 5,
        approvedBy: 'head',
        approvedByName: '示head',
      },
      ...{ approvedAt: servedAt, approval: null, serving, dueAt: rightsClock(servedAt).dueAt, waived: null },
    },
    ...change,
  } as PenaltyCase;
};

/** Put a case into the database as it stands. */
export async function standingCase(penalty: PenaltyCase, id: string = randomUUID()): Promise<string> {
  const event = {
    id: randomUUID(),
    type: 'penalty.registered',
    at: penalty.registeredAt,
    by: 'wang',
    door: 'page',
    data: {},
  };
  const journal = { events: [event], outbox: [], updatedAt: penalty.registeredAt, sealed: 0, unsealedAt: null };
  const document = { ...penalty, _id: id, partyKey: partyKeyOf(id), no: null, version: 1, wakeAt: null, ...journal };
  await penaltyCases.collection.insertOne(document as unknown as Stored<PenaltyCase>);
  return id;
}

interface Text {
  id: string;
  mobile: string;
  text: string;
}
export interface Telephones {
  sandbox: Sandbox;
  sms: SmsGateway;
  sendCode: SendCode;
  texts: (mobile?: string) => Promise<Text[]>;
  /** The code in the last text of this telephone, once there is a text beyond the first `beyond`. */
  code: (mobile: string, beyond: number) => Promise<string>;
  close: () => Promise<void>;
}

/** Every telephone outside the organisation. */
export async function openTelephones(): Promise<Telephones> {
  const sandbox = await startSandbox({ port: 0 });
  const sms = smsGateway(sandbox.info.sms);
  const texts = async (mobile = MOBILE) =>
    (await (await fetch(`${sandbox.url}/sandbox/sms?mobile=${mobile}`)).json()) as Text[];
  return {
    ...{ sandbox, sms, texts },
    sendCode: ({ code, ...to }) => sms({ ...to, text: codeText(code) }),
    async code(mobile, beyond) {
      for (let look = 0; look < 600; look += 1) {
        const found = await texts(mobile);
        const code = /验证码(\d{6})/.exec(found.at(-1)?.text ?? '')?.[1];
        if (found.length > beyond && code) return code;
        await new Promise((soon) => setTimeout(soon, 10));
      }
      throw new Error(`no code came to ${mobile}`);
    },
    close: () => sandbox.close(),
  };
}

/** Carry out all that is owed about cases, hearings and parties at this moment. */
export async function settleDebts(now: Date, { sms }: Pick<Telephones, 'sms'>): Promise<void> {
  const handlers: Record<string, Handler> = {
    ...{ ...penaltyHandlers, ...hearingHandlers, ...partyHandlers },
    ...partyTextHandlers({ sms, appUrl: 'http://localhost:8080' }),
  };
  while ((await deliverDue({ stores: () => stores, handlers }, () => now)) > 0);
}

/** The token of the link in the last text that carries one. */
export const tokenIn = (texts: readonly Text[]): string =>
  texts.map(({ text }) => /\/party#(\S{22})/.exec(text)?.[1]).findLast(Boolean) ?? '';

type Body = Record<string, unknown> & { error?: { code: string; message: string } };
export interface Answer {
  status: number;
  body: Body;
  headers: Record<string, string>;
}
/** The party's browser: its own cookie and token. */
export interface PartyBrowser {
  cookie: string;
  csrf: string;
  get: (path: string) => Promise<Answer>;
  post: (path: string, body: object, headers?: Record<string, string>) => Promise<Answer>;
  put: (name: string, content: Buffer, headers?: Record<string, string>) => Promise<Answer>;
}

export async function enterAsParty(
  url: string,
  phones: Telephones,
  link: string,
  mobile = MOBILE,
): Promise<PartyBrowser> {
  const before = (await phones.texts(mobile)).length;
  const asked = await request(url).post('/api/party/codes').send({ link });
  if (asked.status !== 200) throw new Error(`no code: ${asked.text}`);
  const answer = await request(url)
    .post('/api/party/session')
    .send({ link, code: await phones.code(mobile, before) });
  if (answer.status !== 200) throw new Error(`not let in: ${answer.text}`);
  const { csrf } = answer.body as { csrf: string };
  const cookie = cookieOf(answer);
  const own = { cookie, 'x-csrf-token': csrf };
  return {
    ...{ cookie, csrf },
    get: async (path) => await request(url).get(`/api/party/${path}`).set('cookie', cookie),
    post: async (path, body, headers = {}) =>
      await request(url)
        .post(`/api/party/${path}`)
        .set({ ...own, ...headers })
        .send(body),
    put: async (name, content, headers = {}) =>
      await request(url)
        .put('/api/party/files')
        .set({
          ...own,
          'content-type': 'application/octet-stream',
          'x-file-name': encodeURIComponent(name),
          ...headers,
        })
        .send(content),
  };
}
