import { cardAnswer, readCardCallback, readRobotMessage, UnreadableInbound } from '../bot/dingtalk/inbound';

const message = (fields: object) =>
  readRobotMessage({
    msgId: 'msg1==',
    conversationId: 'cid1==',
    conversationType: '1',
    senderNick: '王阿婆',
    senderStaffId: 'wang',
    senderUnionId: 'u-wang',
    createAt: 1708327204136,
    sessionWebhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=1',
    sessionWebhookExpiredTime: 1708332604316,
    robotCode: 'ding1',
    ...fields,
  });
const content = (fields: object) => message(fields).content;

describe('a message to the robot', () => {
  it('says who spoke, where and when', () => {
    expect(message({ msgtype: 'text', text: { content: ' 你好' } })).toEqual({
      msgId: 'msg1==',
      conversationId: 'cid1==',
      conversationTitle: null,
      isGroup: false,
      nick: '王阿婆',
      senderStaffId: 'wang',
      senderUnionId: 'u-wang',
      createdAt: new Date(1708327204136),
      sessionWebhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=1',
      sessionWebhookExpiresAt: new Date(1708332604316),
      content: { kind: 'text', text: '你好' },
    });
  });
  it('of an outsider in a group has no staff id, and its time may be text', () => {
    const said = message({
      conversationType: '2',
      senderStaffId: undefined,
      createAt: '1708327204136',
      msgtype: 'text',
    });
    expect(said).toMatchObject({ isGroup: true, senderStaffId: null, createdAt: new Date(1708327204136) });
  });
  it.each([
    ['text under text', { msgtype: 'text', text: { content: ' 上报 ' } }, { kind: 'text', text: '上报' }],
    ['text under content', { msgtype: 'text', content: '上报' }, { kind: 'text', text: '上报' }],
    ['text within content', { msgtype: 'text', content: { content: '上报' } }, { kind: 'text', text: '上报' }],
    [
      'a voice message',
      { msgtype: 'audio', content: { duration: 4000, downloadCode: 'd1', recognition: '河水发黑' } },
      { kind: 'voice', recognition: '河水发黑', durationMs: 4000, downloadCode: 'd1' },
    ],
    [
      'a voice message nobody understood, its duration in text',
      { msgtype: 'audio', content: { duration: '4000', downloadCode: 'd1' } },
      { kind: 'voice', recognition: '', durationMs: 4000, downloadCode: 'd1' },
    ],
    [
      'a photo',
      { msgtype: 'picture', content: { downloadCode: 'd1', pictureDownloadCode: 'p1' } },
      { kind: 'photo', downloadCodes: ['d1'] },
    ],
    [
      'a photo with the older code',
      { msgtype: 'picture', content: { pictureDownloadCode: 'p1' } },
      { kind: 'photo', downloadCodes: ['p1'] },
    ],
    [
      'rich text',
      {
        msgtype: 'richText',
        content: { richText: [{ text: '看 ' }, { type: 'picture', downloadCode: 'd1' }, { text: '这里' }, null] },
      },
      { kind: 'rich', text: '看 这里', downloadCodes: ['d1'] },
    ],
    [
      'a file',
      { msgtype: 'file', content: { downloadCode: 'd1', fileName: '图.pdf' } },
      { kind: 'file', fileName: '图.pdf', downloadCode: 'd1' },
    ],
    [
      'a video',
      { msgtype: 'video', content: { downloadCode: 'd1', duration: '12', videoType: 'mp4' } },
      { kind: 'video', durationMs: 12, downloadCode: 'd1' },
    ],
    [
      'content in JSON',
      { msgtype: 'picture', content: '{"downloadCode":"d1"}' },
      { kind: 'photo', downloadCodes: ['d1'] },
    ],
    [
      'a message without text for want of quota',
      { msgtype: 'text', errCode: 20001, errMsg: '…' },
      { kind: 'unreadable', errCode: 20001 },
    ],
    ['a text without text', { msgtype: 'text' }, { kind: 'unreadable', errCode: 0 }],
    ['a voice message without anything', { msgtype: 'audio', content: {} }, { kind: 'unreadable', errCode: 0 }],
    ['a photo without code', { msgtype: 'picture', content: { downloadCode: 7 } }, { kind: 'unreadable', errCode: 0 }],
    ['rich text without parts', { msgtype: 'richText', content: {} }, { kind: 'unreadable', errCode: 0 }],
    ['a type we do not know', { msgtype: 'location', content: { x: 1 } }, { kind: 'unknown', msgtype: 'location' }],
    ['no type at all', { msgtype: undefined }, { kind: 'unknown', msgtype: '' }],
  ])('is understood: %s', (_, fields, expected) => {
    expect(content(fields)).toEqual(expected);
  });
  it('keeps a very long text whole', () => {
    const text = '黑'.repeat(20_000);
    expect(content({ msgtype: 'text', text: { content: text } })).toEqual({ kind: 'text', text });
  });
  it.each([{ msgId: undefined }, { msgId: '' }, { msgId: 7 }])('without id is unreadable: %j', (fields) => {
    expect(() => message(fields)).toThrow(UnreadableInbound);
  });
  it.each([null, 'text', 7, [], {}])('that is %j is unreadable', (body) => {
    expect(() => readRobotMessage(body)).toThrow(UnreadableInbound);
  });
});

describe('a pressed card', () => {
  const pressed = (said: unknown, at: 'content' | 'value' = 'content') =>
    readCardCallback({ type: 'actionCallback', outTrackId: 'card-1', userId: 'wang', [at]: said });

  it('says which card, who and which button', () => {
    const said = JSON.stringify({ cardPrivateData: { actionIds: ['accept'], params: { action: 'accept' } } });
    expect(pressed(said)).toMatchObject({
      outTrackId: 'card-1',
      userId: 'wang',
      actionIds: ['accept'],
      params: { action: 'accept' },
      form: {},
    });
  });
  it.each([
    ['under value', JSON.stringify({ cardPrivateData: { actionIds: [1], params: { a: 'b' } } }), 'value'],
    ['as an object', { cardPrivateData: { actionIds: ['1'], params: { a: 'b' } } }, 'content'],
    ['with params beside', JSON.stringify({ cardPrivateData: { actionIds: ['1'] }, params: { a: 'b' } }), 'content'],
  ] as const)('is understood %s', (_, said, at) => {
    expect(pressed(said, at)).toMatchObject({ actionIds: ['1'], params: { a: 'b' } });
  });
  it('gives each field of a form its plain value', () => {
    const form = {
      findings: '河水发黑',
      amount: 3,
      urgent: true,
      result: { index: 2, value: 'violation' },
      measures: { index: [1, 2], value: ['seal', 'fine'] },
      tags: ['a'],
      place: { index: 1, value: 2, other: 3 },
    };
    const said = JSON.stringify({ cardPrivateData: { actionIds: ['form'], params: { form, action: 'reply' } } });
    expect(pressed(said).form).toEqual({ ...form, result: 'violation', measures: ['seal', 'fine'] });
    const asText = { cardPrivateData: { actionIds: ['form'], params: { form: JSON.stringify(form) } } };
    expect(pressed(asText).form).toMatchObject({ result: 'violation' });
  });
  it.each([
    { userId: 'wang', content: '{}' },
    { outTrackId: 'card-1', content: '{}' },
    { outTrackId: '', userId: 'wang', content: '{}' },
    { outTrackId: 'card-1', userId: 'wang' },
    { outTrackId: 'card-1', userId: 'wang', content: '{"cardPrivateData":' },
    { outTrackId: 'card-1', userId: 'wang', content: '{"cardPrivateData":{"actionIds":"accept"}}' },
    null,
  ])('that is %j is unreadable', (body) => {
    expect(() => readCardCallback(body)).toThrow(UnreadableInbound);
  });
});

describe('the answer to a pressed card', () => {
  it('changes only the named variables, and private ones for whoever pressed', () => {
    expect(cardAnswer({ cardData: { status: '已签收' }, privateData: { note: '谢谢' } })).toEqual({
      cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
      cardData: { cardParamMap: { status: '已签收' } },
      userPrivateData: { cardParamMap: { note: '谢谢' } },
    });
  });
  it('is empty when nothing changes', () => expect(cardAnswer({})).toEqual({}));
});
