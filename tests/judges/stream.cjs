/** `dingtalk-stream` connects to the sandbox, listens, and reports what reached it. */
const { DWClient, EventAck, TOPIC_ROBOT } = require('dingtalk-stream');
const { ask, judge, open, redirectStreamSdk, tell } = require('./sdk.cjs');

const TOPIC_CARD = '/v1.0/card/instances/callback';
redirectStreamSdk();

const until = async (test) => {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await test()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
};

async function deliverCard(info, token) {
  await open('card_1_0', token).call('createAndDeliver', 'CreateAndDeliver', {
    cardTemplateId: info.cardTemplateId,
    outTrackId: 'judge-stream-card',
    callbackType: 'STREAM',
    cardData: { cardParamMap: { title: '信访交办', status: '待签收' } },
    openSpaceId: 'dtv1.card//IM_ROBOT.putuo01',
    imRobotOpenSpaceModel: { supportForward: false },
    imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT' },
  });
}

/** The status line of a handshake. */
const handshake = (endpoint, ticket) =>
  new Promise((resolve) => {
    const WebSocket = require('ws');
    const socket = new WebSocket(`${endpoint}?ticket=${ticket}`);
    socket.on('open', () => resolve(101));
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode));
    socket.on('error', () => undefined);
  });

async function tickets(info) {
  const credentials = {
    clientId: info.clientId,
    clientSecret: info.clientSecret,
    subscriptions: [{ type: 'EVENT', topic: '*' }],
  };
  const opened = await tell('/v1.0/gateway/connections/open', credentials);
  const first = await handshake(opened.endpoint, opened.ticket);
  const second = await handshake(opened.endpoint, opened.ticket);
  const invented = await handshake(opened.endpoint, 'invented');
  const old = await tell('/v1.0/gateway/connections/open', credentials);
  await tell('/sandbox/clock', { advanceMs: 91_000 });
  const late = await handshake(old.endpoint, old.ticket);
  const stranger = await tell('/v1.0/gateway/connections/open', { ...credentials, clientSecret: 'wrong' });
  return { first, second, invented, late, stranger: { status: stranger.status, code: stranger.code } };
}

judge(async () => {
  const info = await ask('/sandbox/info');
  const client = new DWClient({
    clientId: info.clientId,
    clientSecret: info.clientSecret,
    ua: 'judge',
    keepAlive: true,
  });
  const heard = { robot: [], card: [], events: [] };
  client.registerCallbackListener(TOPIC_ROBOT, (message) => {
    heard.robot.push({ headers: message.headers, data: JSON.parse(message.data) });
    client.socketCallBackResponse(message.headers.messageId, null);
  });
  client.registerCallbackListener(TOPIC_CARD, (message) => {
    heard.card.push({ headers: message.headers, data: JSON.parse(message.data) });
    client.socketCallBackResponse(message.headers.messageId, {
      cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
      cardData: { cardParamMap: { status: '已签收' } },
      userPrivateData: { cardParamMap: { signed: 'true' } },
    });
  });
  client.registerAllEventListener((event) => {
    heard.events.push({ headers: event.headers, data: JSON.parse(event.data) });
    // The first answer asks for the event again, which the platform must honour.
    return { status: heard.events.length === 1 ? EventAck.LATER : EventAck.SUCCESS };
  });
  await client.connect();
  const connected = client.connected;
  const token = await client.getAccessToken();

  const said = await tell('/sandbox/people/cun001/say', { voice: { recognition: '河水发黑', durationMs: 4000 } });
  const { data } = heard.robot[0];
  const reply = await (
    await fetch(data.sessionWebhook, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ msgtype: 'text', text: { content: '收到' } }),
    })
  ).json();
  const file = await open('robot_1_0', token).call('robotMessageFileDownload', 'RobotMessageFileDownload', {
    robotCode: info.robotCode,
    downloadCode: data.content.downloadCode,
  });
  const voice = await fetch(file.downloadUrl);

  await deliverCard(info, token);
  const pressed = await tell('/sandbox/people/putuo01/press', {
    outTrackId: 'judge-stream-card',
    actionIds: ['accept'],
    params: { action: 'accept' },
  });
  const shown = (await ask('/sandbox/people/putuo01/messages')).at(-1);

  await tell('/sandbox/faults', { fault: 'event', eventType: 'user_modify_org', data: { userId: ['cun001'] } });
  await until(() => heard.events.length >= 2);
  await tell('/sandbox/faults', { fault: 'ping' });
  await tell('/sandbox/faults', { fault: 'drop' });
  const lost = await until(async () => !client.connected);
  const back = await until(async () => client.connected && (await ask('/sandbox/connections')).length > 0);
  const connections = await ask('/sandbox/connections');
  client.disconnect();
  return {
    connected,
    token,
    said,
    reply,
    voice: { status: voice.status, bytes: (await voice.arrayBuffer()).byteLength },
    pressed,
    shown,
    heard,
    lost,
    back,
    connections,
    tickets: await tickets(info),
  };
});
