/** `@alicloud/dingtalk` calls the sandbox and reports what it understood. */
const { ask, judge, open, refusalOf, tell } = require('./sdk.cjs');

const cardOf = (info, outTrackId, userId) => ({
  cardTemplateId: info.cardTemplateId,
  outTrackId,
  callbackType: 'STREAM',
  userIdType: 1,
  cardData: { cardParamMap: { title: '信访交办', status: '待签收' } },
  privateData: { [userId]: { cardParamMap: { mine: 'yes' } } },
  openSpaceId: `dtv1.card//IM_ROBOT.${userId}`,
  imRobotOpenSpaceModel: { supportForward: false },
  imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT' },
});

async function tokens(info) {
  const { sdk, client } = open('oauth2_1_0');
  const request = (appSecret) =>
    client.getAccessToken(new sdk.GetAccessTokenRequest({ appKey: info.clientId, appSecret }));
  const first = (await request(info.clientSecret)).body;
  const again = (await request(info.clientSecret)).body;
  const corp = await client.getToken(
    info.corpId,
    new sdk.GetTokenRequest({
      clientId: info.clientId,
      clientSecret: info.clientSecret,
      grantType: 'client_credentials',
    }),
  );
  const wrongSecret = await refusalOf(request('wrong'));
  await tell('/sandbox/faults', { fault: 'expireToken' });
  const renewed = (await request(info.clientSecret)).body;
  const ticket = await open('oauth2_1_0', renewed.accessToken).call(
    'createJsapiTicket',
    'CreateJsapiTicket',
    undefined,
  );
  return { first, again, corp: corp.body, wrongSecret, renewed, ticket };
}

async function robot(info, token) {
  const { call } = open('robot_1_0', token);
  const { robotCode } = info;
  const message = {
    robotCode,
    msgKey: 'sampleMarkdown',
    msgParam: JSON.stringify({ title: '通知', text: '**请查看**' }),
  };
  const sent = await call('batchSendOTO', 'BatchSendOTO', { ...message, userIds: ['putuo01', 'nobody'] });
  const tooMany = await refusalOf(
    call('batchSendOTO', 'BatchSendOTO', { ...message, userIds: Array.from({ length: 21 }, (_, n) => `u${n}`) }),
  );
  const foreignRobot = await refusalOf(
    call('batchSendOTO', 'BatchSendOTO', { ...message, robotCode: 'dingsomebodyelse', userIds: ['putuo01'] }),
  );
  const messages = await ask('/sandbox/people/putuo01/messages');
  await tell('/sandbox/people/putuo01/read', { id: messages.at(-1).id });
  const read = await call('batchOTOQuery', 'BatchOTOQuery', { robotCode, processQueryKey: sent.processQueryKey });
  const recalled = await call('batchRecallOTO', 'BatchRecallOTO', {
    robotCode,
    processQueryKeys: [sent.processQueryKey],
  });
  const { openConversationId } = info.groups[0];
  const group = await call('orgGroupSend', 'OrgGroupSend', {
    robotCode,
    openConversationId,
    msgKey: 'sampleText',
    msgParam: '{"content":"大家好"}',
  });
  const ding = await call('robotSendDing', 'RobotSendDing', {
    robotCode,
    remindType: 1,
    receiverUserIdList: ['putuo01'],
    content: '请立即签收',
  });
  const badToken = await refusalOf(
    open('robot_1_0', 'stale').call('batchSendOTO', 'BatchSendOTO', { ...message, userIds: ['putuo01'] }),
  );
  return { sent, tooMany, foreignRobot, read, recalled, group, ding, badToken };
}

async function cards(info, token) {
  const { call } = open('card_1_0', token);
  const created = await call('createAndDeliver', 'CreateAndDeliver', cardOf(info, 'judge-card-1', 'putuo01'));
  const repeated = await refusalOf(
    call('createAndDeliver', 'CreateAndDeliver', cardOf(info, 'judge-card-1', 'putuo01')),
  );
  const toNobody = await call('createAndDeliver', 'CreateAndDeliver', {
    ...cardOf(info, 'judge-card-2', 'nobody'),
    privateData: undefined,
  });
  const updated = await call('updateCard', 'UpdateCard', {
    outTrackId: 'judge-card-1',
    cardData: { cardParamMap: { status: '已签收' } },
    cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
  });
  const unknown = await refusalOf(
    call('updateCard', 'UpdateCard', { outTrackId: 'no-such-card', cardData: { cardParamMap: { a: '1' } } }),
  );
  const shown = (await ask('/sandbox/people/putuo01/messages')).find(({ outTrackId }) => outTrackId === 'judge-card-1');
  return { created, repeated, toNobody, updated, unknown, shown };
}

async function todos(info, token) {
  const { call } = open('todo_1_0', token);
  const { unionId } = info.people.find(({ userId }) => userId === 'putuo03');
  const task = {
    subject: '请签收信访件',
    creatorId: unionId,
    executorIds: [unionId],
    sourceId: 'judge-todo-1',
    detailUrl: { appUrl: 'https://example.com/', pcUrl: 'https://example.com/' },
  };
  const created = await call('createTodoTask', 'CreateTodoTask', unionId, task);
  const repeated = await refusalOf(call('createTodoTask', 'CreateTodoTask', unionId, task));
  const done = await call('updateTodoTask', 'UpdateTodoTask', unionId, created.id, { done: true });
  return { created, repeated, done };
}

/** One API in a tight loop: the platform lets 20 of them through in a second. */
async function flood(info, token) {
  const { call } = open('card_1_0', token);
  const update = () =>
    refusalOf(
      call('updateCard', 'UpdateCard', {
        outTrackId: 'judge-card-1',
        cardData: { cardParamMap: { n: '1' } },
        cardUpdateOptions: { updateCardDataByKey: true },
      }),
    );
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const answers = await Promise.all(Array.from({ length: 40 }, update));
  return {
    accepted: answers.filter(({ code }) => code === 'accepted').length,
    refused: answers.find(({ code }) => code !== 'accepted'),
  };
}

/** A call that the SDK knows and the sandbox does not. */
const unheardOf = (token) =>
  open('robot_1_0', token).call('queryBotInstanceInGroupInfo', 'QueryBotInstanceInGroupInfo', {
    robotCode: 'x',
    openConversationId: 'y',
  });

judge(async () => {
  const info = await ask('/sandbox/info');
  const token = await tokens(info);
  const { accessToken } = token.renewed;
  return {
    tokens: token,
    robot: await robot(info, accessToken),
    cards: await cards(info, accessToken),
    todos: await todos(info, accessToken),
    flood: await flood(info, accessToken),
    unheardOf: await refusalOf(unheardOf(accessToken)),
  };
});
