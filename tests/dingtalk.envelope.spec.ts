import { readNew, readOld, saysTokenIsInvalid } from '../bot/dingtalk/envelope';
import { DingTalkError } from '../bot/dingtalk/error';

const failureOf = (act: () => unknown): DingTalkError => {
  try {
    act();
  } catch (error) {
    if (error instanceof DingTalkError) return error;
  }
  throw new Error('it was accepted');
};
const old = (body: unknown, status = 200) =>
  readOld('user', { status, text: typeof body === 'string' ? body : JSON.stringify(body) });
const fresh = (body: unknown, status = 200) =>
  readNew('deliverCard', { status, text: typeof body === 'string' ? body : JSON.stringify(body) });

describe('an answer of the old family', () => {
  it.each([0, '0', ' 0 '])('is a success with errcode %p', (errcode) => {
    expect(old({ errcode, errmsg: 'ok', result: { userid: 'a' } })).toMatchObject({ result: { userid: 'a' } });
  });
  it.each([
    [{ errcode: 60121, errmsg: '找不到该用户' }, 'refused', '60121', false],
    [{ errcode: '60121', errmsg: '找不到该用户' }, 'refused', '60121', false],
    [{ errcode: 40078, errmsg: '不存在的临时授权码' }, 'refused', '40078', false],
    [{ errcode: -1, errmsg: '系统繁忙' }, 'unreachable', '-1', true],
    [{ errcode: 15, errmsg: 'Remote service error' }, 'unreachable', '15', true],
    [{ errcode: 88, sub_code: '90018', sub_msg: '…', errmsg: 'ding talk error' }, 'limited', '90018', false],
    [{ errcode: 88, sub_code: 90018, errmsg: 'ding talk error' }, 'limited', '90018', false],
    [{ errcode: '88', sub_code: '60011', sub_msg: '没有权限', errmsg: 'x' }, 'refused', '60011', false],
    [{ errcode: 88, sub_code: '', errmsg: 'ding talk error' }, 'unreachable', '88', false],
    [{ errcode: 88, errmsg: 'ding talk error' }, 'unreachable', '88', false],
    [{ errcode: 90002, errmsg: '…' }, 'limited', '90002', false],
    [{ errcode: 90020, errmsg: '…' }, 'quota', '90020', false],
    [{ status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: 'u' }, 'limited', '1111', false],
    ['<html><body>403</body></html>', 'unreachable', 'NOT_JSON', true],
    ['', 'unreachable', 'NO_ERRCODE', true],
    [{ errcode: '' }, 'refused', '', false],
  ])('%j is %s, %s, ambiguous %p', (body, kind, code, ambiguous) => {
    expect(failureOf(() => old(body))).toMatchObject({ kind, code, ambiguous, api: 'user' });
  });
  it('tells the inner reason of code 88', () => {
    const failure = failureOf(() =>
      old({ errcode: 88, sub_code: '60011', sub_msg: '没有调用该接口的权限', errmsg: 'x', request_id: 'r1' }),
    );
    expect(failure).toMatchObject({ message: 'user: 60011 没有调用该接口的权限', requestId: 'r1' });
  });
});

describe('an answer of the new family', () => {
  it('is a success with any status of the 200s, even without body', () => {
    expect(fresh({ result: true })).toEqual({ result: true });
    expect(fresh('', 204)).toEqual({});
  });
  it.each([
    [400, { code: 'param.templateNotExist', message: '…', requestid: 'r' }, 'refused', 'param.templateNotExist', false],
    [
      403,
      { code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', message: '' },
      'limited',
      'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi',
      false,
    ],
    [403, { code: 'Forbidden.AccessDenied.QpsLimitForApi' }, 'limited', 'Forbidden.AccessDenied.QpsLimitForApi', false],
    [
      403,
      { code: 'Forbidden.AccessDenied.ApiCountLimitForOrg' },
      'quota',
      'Forbidden.AccessDenied.ApiCountLimitForOrg',
      false,
    ],
    [
      403,
      { code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied' },
      'refused',
      'Forbidden.AccessDenied.AccessTokenPermissionDenied',
      false,
    ],
    [400, { code: 'send.too.fast', message: '' }, 'limited', 'send.too.fast', false],
    [500, { code: 'system.busy', message: '' }, 'unreachable', 'system.busy', true],
    [504, { code: 'ServiceUnavailable' }, 'unreachable', 'ServiceUnavailable', true],
    [429, {}, 'limited', 'HTTP_429', false],
    [502, [], 'unreachable', 'HTTP_502', true],
    [200, { status: 1111, wait: 5 }, 'limited', '1111', false],
    [200, '<html></html>', 'unreachable', 'NOT_JSON', true],
    [502, '<html></html>', 'unreachable', 'NOT_JSON', true],
    [302, '', 'refused', 'HTTP_302', false],
  ])('%i %j is %s, %s, ambiguous %p', (status, body, kind, code, ambiguous) => {
    expect(failureOf(() => fresh(body, status))).toMatchObject({ kind, code, ambiguous, status });
  });
});

describe('a missing permission', () => {
  it('is named in the log line', () => {
    const body = {
      code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied',
      message: '没有调用该接口的权限',
      accessdenieddetail: { requiredScopes: ['Card.Instance.Write'] },
    };
    expect(failureOf(() => fresh(body, 403)).message).toContain('没有调用该接口的权限 [Card.Instance.Write]');
  });
});

describe('a token', () => {
  it.each([{ errcode: 40001 }, { errcode: '40014' }, { errcode: 42001 }, { errcode: 88, sub_code: '40014' }])(
    'is invalid according to %j',
    (body) => expect(saysTokenIsInvalid(failureOf(() => old(body)))).toBe(true),
  );
  it('is invalid according to InvalidAuthentication and not to any other refusal', () => {
    expect(saysTokenIsInvalid(failureOf(() => fresh({ code: 'InvalidAuthentication' }, 400)))).toBe(true);
    expect(saysTokenIsInvalid(failureOf(() => fresh({ code: 'param.invalid' }, 400)))).toBe(false);
  });
});
