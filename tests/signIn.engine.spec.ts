import mongoose from 'mongoose';
import request from 'supertest';
import { people } from '../models/people/people.store';
import { reap } from '../models/core/reaper';
import { MORNING } from './builders';
import { useDatabase } from './support/database';
import { cookieOf, settle, signIn, startServer, type TestServer } from './support/server';

useDatabase();
const HOUR = 3_600_000;
let server: TestServer;
beforeEach(async () => {
  await settle();
  server = await startServer();
});
afterEach(() => server.close());

const session = (cookie: string) => request(server.url).get('/api/session').set('cookie', cookie);

describe('signing in by a code of the DingTalk client', () => {
  it('opens a session and says who one is and what one may', async () => {
    const { me } = await signIn(server, 'duty');
    expect(me).toMatchObject({
      id: 'duty',
      name: '王值班',
      roleNames: ['值班员'],
      may: { seeDesk: true, registerPetition: true, submitPetition: true, seeStatus: true },
    });
    expect((await signIn(server, 'villager')).me).toMatchObject({
      grid: '330903-zm',
      may: { seeDesk: false, registerPetition: false, submitPetition: true, seeStatus: false },
    });
  });

  it('sets a cookie that scripts and other sites cannot use', async () => {
    const answer = await request(server.url).post('/api/session').send({ code: 'code:duty' });
    expect(answer.get('set-cookie')?.[0]).toMatch(/^liandong=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
  });

  it('sets a secure cookie and demands HTTPS when the public address is HTTPS', async () => {
    const secure = await startServer({ publicUrl: 'https://liandong.example' });
    const answer = await request(secure.url).post('/api/session').send({ code: 'code:duty' });
    expect(answer.get('set-cookie')?.[0]).toMatch(/; Secure$/);
    expect(answer.get('strict-transport-security')).toMatch(/max-age/);
    await secure.close();
  });

  it('lets a colleague without any role in, to what is for all staff and nothing else', async () => {
    const answer = await request(server.url).post('/api/session').send({ code: 'code:nobody' });
    expect(answer).toMatchObject({
      status: 200,
      body: { me: { roles: [], may: { seeDesk: false, seeStatus: false } } },
    });
  });

  it.each([
    ['a code DingTalk does not know', { code: 'wrong' }, 401, 'NOT_SIGNED_IN'],
    ['somebody who has left', { code: 'code:left' }, 403, 'NOT_PERMITTED'],
    ['somebody unknown', { code: 'code:ghost' }, 403, 'NOT_PERMITTED'],
    ['no code', {}, 400, 'INVALID_INPUT'],
    ['two codes', { code: 'code:duty', oauthCode: 'oauth:union-duty' }, 400, 'INVALID_INPUT'],
    ['an unknown field', { code: 'code:duty', admin: true }, 400, 'INVALID_INPUT'],
  ])('refuses %s and opens nothing', async (_, body, status, code) => {
    const answer = await request(server.url).post('/api/session').send(body);
    expect(answer).toMatchObject({ status, body: { error: { code } } });
    expect(answer.get('set-cookie')).toBeUndefined();
    expect(await mongoose.connection.db?.collection('sessions').countDocuments()).toBe(0);
  });
});

describe('a session', () => {
  it('stands in the database under a hash, so that a copy of it opens nothing', async () => {
    const { cookie } = await signIn(server, 'duty');
    const [stored] = (await mongoose.connection.db?.collection('sessions').find().toArray()) ?? [];
    expect(JSON.stringify(stored)).not.toContain(cookie.slice('liandong='.length));
    await expect(session(`liandong=${String(stored?._id)}`)).resolves.toMatchObject({ status: 401 });
  });

  it('ends when it is not used for the idle time, and is then reaped', async () => {
    const { cookie } = await signIn(server, 'duty');
    server.clock.now = new Date(MORNING.getTime() + 12 * HOUR + 1);
    await expect(session(cookie)).resolves.toMatchObject({ status: 401, body: { error: { code: 'NOT_SIGNED_IN' } } });
    expect(await reap(server.clock.now)).toMatchObject({ sessions: 1 });
  });

  it('goes on while it is used, but not beyond seven days', async () => {
    const { cookie } = await signIn(server, 'duty');
    const statuses: number[] = [];
    for (let hours = 11; hours <= 7 * 24 + 11; hours += 11) {
      server.clock.now = new Date(MORNING.getTime() + hours * HOUR);
      server.sessions.forget();
      statuses.push((await session(cookie)).status);
    }
    expect(statuses.slice(0, -1).every((status) => status === 200)).toBe(true);
    expect(statuses.at(-1)).toBe(401);
  });

  it('ends when its person leaves the organisation', async () => {
    const { cookie } = await signIn(server, 'wang');
    await people.updateOne({ _id: 'wang' }, { $set: { active: false } });
    server.sessions.forget();
    await expect(session(cookie)).resolves.toMatchObject({ status: 401 });
  });

  it('has the roles its person has now, not those of the sign-in', async () => {
    const { cookie } = await signIn(server, 'wang');
    await people.updateOne({ _id: 'wang' }, { $set: { roles: ['dutyOperator'] } });
    server.sessions.forget();
    const body = (await session(cookie)).body as object;
    expect(body).toMatchObject({ me: { roles: ['dutyOperator'], may: { seeDesk: true } } });
  });

  it('ends at sign-out, for whoever kept the cookie too', async () => {
    const { cookie } = await signIn(server, 'duty');
    const out = await request(server.url).delete('/api/session').set('cookie', cookie);
    expect(out.status).toBe(204);
    expect(out.get('set-cookie')?.[0]).toMatch(/^liandong=; .*Max-Age=0/);
    await expect(session(cookie)).resolves.toMatchObject({ status: 401 });
  });
});

describe('the web login for a desk outside the client', () => {
  const begin = () => request(server.url).get('/signin/start');
  const come = (query: Record<string, string>, cookie: string) =>
    request(server.url).get('/signin').query(query).set('cookie', cookie);

  it('leads to DingTalk and back to the desk, signed in', async () => {
    const start = await begin();
    const to = new URL(start.headers['location'] as string);
    expect(to.origin + to.pathname).toBe('http://login.example/oauth2/auth');
    expect(Object.fromEntries(to.searchParams)).toMatchObject({
      redirect_uri: 'http://localhost:8080/signin',
      response_type: 'code',
      client_id: 'client',
      scope: 'openid',
    });
    const state = to.searchParams.get('state') ?? '';
    const back = await come({ authCode: 'oauth:union-duty', state }, cookieOf(start));
    expect(back.headers['location']).toBe('/desk');
    const signedIn = cookieOf(back)
      .split('; ')
      .find((cookie) => cookie.startsWith('liandong='));
    await expect(session(signedIn ?? '')).resolves.toMatchObject({ status: 200, body: { me: { id: 'duty' } } });
  });

  it.each([
    ['a state of another browser', 'forged'],
    ['no state', ''],
  ])('opens nothing for %s', async (_, state) => {
    const start = await begin();
    const back = await come({ authCode: 'oauth:union-duty', state }, cookieOf(start));
    expect(back.headers['location']).toBe('/desk#/signin?again=1');
    expect(cookieOf(back)).not.toContain('liandong=');
  });

  it.each([
    ['wall', '/wall'],
    ['https://evil.example', '/desk'],
    ['/wall', '/desk'],
  ])('leads back from %s to %s, and to no other website', async (page, home) => {
    const start = await request(server.url).get('/signin/start').query({ to: page });
    const state = new URL(start.headers['location'] as string).searchParams.get('state') ?? '';
    const back = await come({ authCode: 'oauth:union-duty', state }, cookieOf(start));
    expect(back.headers['location']).toBe(home);
  });

  it('uses a state once: the browser forgets it', async () => {
    const back = await come({ authCode: 'oauth:union-duty', state: 'x' }, 'liandong_state=x');
    expect(back.get('set-cookie')?.[0]).toMatch(/^liandong_state=; .*Max-Age=0/);
  });

  it('says so to somebody the directory does not know', async () => {
    const back = await come({ authCode: 'oauth:union-ghost', state: 'x' }, 'liandong_state=x');
    expect(back.headers['location']).toBe('/desk#/signin?unknown=1');
  });
});

describe('a change asked for by another website', () => {
  const register = (headers: Record<string, string>) =>
    request(server.url).post('/api/petitions/register').set(headers).send({});

  it.each([
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['a browser that says cross-site', { 'sec-fetch-site': 'cross-site' }],
  ])('is refused with %s, although cookie and token are right', async (_, headers) => {
    const { cookie, csrf } = await signIn(server, 'duty');
    const answer = await register({ cookie, 'x-csrf-token': csrf, ...headers });
    expect(answer).toMatchObject({ status: 403, body: { error: { code: 'FORBIDDEN_ORIGIN' } } });
  });

  it('cannot sign somebody in either', async () => {
    const answer = await request(server.url)
      .post('/api/session')
      .set('origin', 'https://evil.example')
      .send({ code: 'code:duty' });
    expect(answer.status).toBe(403);
  });

  it('is refused without the token of this very session', async () => {
    const { cookie } = await signIn(server, 'duty');
    const { csrf } = await signIn(server, 'duty');
    await expect(register({ cookie })).resolves.toMatchObject({ status: 403 });
    await expect(register({ cookie, 'x-csrf-token': csrf })).resolves.toMatchObject({ status: 403 });
  });

  it('is let through from our own pages and from a trusted origin', async () => {
    await server.close();
    server = await startServer({ trustedOrigins: ['http://phone.localhost:8090'] });
    const { cookie, csrf } = await signIn(server, 'duty');
    for (const origin of ['http://localhost:8080', 'http://phone.localhost:8090', server.url]) {
      const answer = await register({ cookie, 'x-csrf-token': csrf, origin });
      expect(answer).toMatchObject({ status: 400, body: { error: { code: 'INVALID_INPUT' } } });
    }
  });
});

describe('too many requests', () => {
  it('are refused with the time to wait', async () => {
    await server.close();
    server = await startServer({ requestsPerMinute: 3 });
    const { get } = await signIn(server, 'duty');
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await get('/api/assignments')).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect((await get('/api/assignments')).headers['retry-after']).toMatch(/^\d+$/);
  });
});
