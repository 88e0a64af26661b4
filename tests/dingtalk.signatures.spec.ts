import { decryptEvent, encryptEvent, encryptReply } from '../bot/dingtalk/callback';
import {
  signCard,
  signEvent,
  signJsapi,
  signRobot,
  verifyCardSign,
  verifyEventSign,
  verifyRobotSign,
} from '../bot/dingtalk/signatures';

/** One moment for all computed vectors. */
const AT = '1767225600000';
const NOW = new Date(Number(AT));
const laterBy = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);

describe('the signature of a page', () => {
  const page = {
    ticket: 'TICKET123',
    nonceStr: 'abc123',
    timeStamp: AT,
    url: 'https://inspect.example.com/h5/?corpId=ding0000&q=%E4%B8%AD%E6%96%87#/tasks',
  };

  it('is SHA-256 of the address without its hash and with its query decoded', () => {
    expect(signJsapi('sha256', page)).toBe('6a45ae16c0b88b81f602d8429c46e73b8ac777816d5eac31ab4b4fcc9428d067');
  });
  it('is SHA-1 where the platform still expects it', () => {
    expect(signJsapi('sha1', page)).toBe('6d656adddf44e4a23e537d878aa51a5f0fab7e15');
  });
  it('takes an address with a stray per cent sign as it stands', () => {
    const url = 'https://inspect.example.com/?q=100%';
    expect(signJsapi('sha256', { ...page, url })).toBe(signJsapi('sha256', { ...page, url: `${url}#top` }));
  });
});

describe('the signature of a robot', () => {
  const secret = `SEC${'0'.repeat(66)}`;

  it('agrees with the vector of the custom robot', () => {
    expect(signRobot(AT, secret)).toBe('MFZCkdLrkA4oy64sSaIYefz2H74/P84l3Y3POx0vJPQ=');
    expect(encodeURIComponent(signRobot(AT, secret))).toBe('MFZCkdLrkA4oy64sSaIYefz2H74%2FP84l3Y3POx0vJPQ%3D');
  });
  it('agrees with the vector of the outgoing callback', () => {
    const sign = 'zj5pu9DZxtlvwnuCtK0Hwzxm2fG9IXGf9rmsW24Y+Qk=';
    expect(verifyRobotSign(AT, sign, 'test-app-secret-0001', NOW)).toBe(true);
    expect(verifyRobotSign(AT, sign, 'test-app-secret-0002', NOW)).toBe(false);
  });
  it('is not accepted more than an hour before or after its time', () => {
    const accepted = (now: Date) => verifyRobotSign(AT, signRobot(AT, secret), secret, now);
    expect([laterBy(3_600_000), laterBy(-3_600_000)].map(accepted)).toEqual([true, true]);
    expect([laterBy(3_600_001), laterBy(-3_600_001)].map(accepted)).toEqual([false, false]);
  });
  it.each(['', 'NaN', '1e12', '-1767225600000', ' 1767225600000'])('is not accepted for the time “%s”', (timestamp) => {
    expect(verifyRobotSign(timestamp, signRobot(timestamp, secret), secret, NOW)).toBe(false);
  });
});

describe('the signature of a card callback', () => {
  it('agrees with the vector', () => {
    expect(signCard(AT, 'card-secret-1')).toBe('OesDW0zb060GmdWxBJ1KaLparS79f6Le46tfDA/KHrU=');
  });
  it('is accepted within the hour and only with the registered secret', () => {
    const sign = signCard(AT, 'card-secret-1');
    expect(verifyCardSign(AT, sign, 'card-secret-1', NOW)).toBe(true);
    expect(verifyCardSign(AT, sign, 'card-secret-2', NOW)).toBe(false);
    expect(verifyCardSign(AT, '', 'card-secret-1', NOW)).toBe(false);
    expect(verifyCardSign(AT, sign, 'card-secret-1', laterBy(3_600_001))).toBe(false);
  });
});

describe('an event push', () => {
  const key = 'abcdefghijABCDEFGHIJ0123456789abcdefghijABC';
  const random = Buffer.from('0123456789abcdef');
  const owner = 'dingabcdefghijklmnop';
  const chinese =
    '{"EventType":"user_modify_org","EventTime":1767225600000,"CorpId":"ding0000corp","BizId":"1767225600000","eventId":"evt0001","timeStamp":"1767225600000","userId":["zhangsan"],"diffInfo":{"userid":"zhangsan","prev":{"name":"张三"},"curr":{"name":"张三丰"}}}';
  const vectors = [
    {
      name: 'V1, from the documentation',
      token: '123456',
      key: '4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij',
      owner: 'suite4xxxxxxxxxxxxxxx',
      timestamp: '1445827045067',
      nonce: 'nEXhMP4r',
      signature: '5a65ceeef9aab2d149439f82dc191dd6c5cbe2c0',
      encrypted:
        '1a3NBxmCFwkCJvfoQ7WhJHB+iX3qHPsc9JbaDznE1i03peOk1LaOQoRz3+nlyGNhwmwJ3vDMG+OzrHMeiZI7gTRWVdUBmfxjZ8Ej23JVYa9VrYeJ5as7XM/ZpulX8NEQis44w53h1qAgnC3PRzM7Zc/D6Ibr0rgUathB6zRHP8PYrfgnNOS9PhSBdHlegK+AGGanfwjXuQ9+0pZcy0w9lQ==',
      text: '{"EventType":"check_create_suite_url","Random":"LPIdSnlF","TestSuiteKey":"suite4xxxxxxxxxxxxxxx"}',
    },
    {
      name: 'V2, from the official sample',
      token: 'mryue',
      key: 'Yue0EfdN5900c1ce5cf6A152c63DDe1808a60c5ecd7',
      owner: 'ding6ccabc44d2c8d38b',
      timestamp: '1608001896814',
      nonce: 'WL4PK6yA',
      signature: '03044561471240d4a14bb09372dfcfd4fd0e40cb',
      encrypted:
        '0vJiX6vliEpwG3U45CtXqi+m8PXbQRARJ8p8BbDuD1EMTDf0jKpQ79QS93qEk7XHpP6u+oTTrd15NRPvNvmBKyDCYxxOK+HZeKju4yhELOFchzNukR+t8SB/qk4ROMu3',
      text: '{"EventType":"check_url"}',
    },
    {
      name: 'V3, the word success',
      encrypted: 'FNtYuHZGcjIsYDBRFJT5O9ACp3d3dOc0Rjzyg13ZqcsLFD7D2m2Ohl/jIJfGR3mOXzKGC6YdPDCUwC1MBhXH5w==',
      signature: 'dec99d0318edfd59cbac1ab29e1f21df185d6963',
      text: 'success',
    },
    {
      name: 'V4, the check of the address',
      encrypted:
        'FNtYuHZGcjIsYDBRFJT5O/BfRG0o5ddDhErCdUjpqkjwjL9+NKa+NZKZOYnhWTv8pcMnkTMk9X3trPc/xGk+7YAAqZX2kq1ENvEPxKEAYnkA/9t6OFi1GA0eTClRyVw0',
      signature: '823bcf6b6671343333aadb33d427cc53687fb14f',
      text: '{"EventType":"check_url"}',
    },
    {
      name: 'V5, with Chinese',
      encrypted:
        'FNtYuHZGcjIsYDBRFJT5O9UTwFZnmu+VUvZcOtYDeomqMuhYbcO+nWqiw1+uIuk67hAyL4pWM+rz48DpF75twjHsGIhBc7X2r5tfFDdpLGN/YeSNXGkesHocxzO9WJ70O4SUxA/FiU/UkdjyGeAx2wk2jnKVNTed4eimZ8mtedpIUQd0aKxsefeJRgTgUqBMiqE1LtjYqZXOnaml10ntUerDQ0x6RIqjBP0dvxtKN9wT8NPzJWJWt2IpxmdvzB2bKO3BQty0NQyz6CBAh+DYzAxyOiURtVGr/i+x/dhXr3LdiB2r0dWYtsEdgVywyHPGh15I+rcppu+9h+9p6RmdEsrML9lI0/ZCM5pxv0OrVMe9R9JrnakuBloy9F3/nuTRFiHDvvB8buhmKeK0ASt8Yy9WYB6Ne0zJo+zSf71FV8o=',
      signature: '61c160ece9cf57e1146b4a3363997812ba9a1a72',
      text: chinese,
    },
  ].map((vector) => ({ token: 'inspect2026', key, owner, timestamp: AT, nonce: 'nonce123', ...vector }));

  it.each(vectors)('opens and verifies vector $name', ({ key, encrypted, text, owner, signature, token, ...parts }) => {
    expect(decryptEvent(key, encrypted)).toEqual({ text, owner });
    expect(verifyEventSign(signature, token, { ...parts, encrypted })).toBe(true);
    expect(verifyEventSign(signature, `${token}x`, { ...parts, encrypted })).toBe(false);
  });
  it.each(vectors.slice(2))(
    'seals vector $name to the same bytes',
    ({ text, encrypted, signature, token, timestamp, nonce }) => {
      expect(encryptEvent(key, text, owner, random)).toBe(encrypted);
      expect(signEvent(token, timestamp, nonce, encrypted)).toBe(signature);
    },
  );
  it('is answered with the sealed word success and a camel-cased time', () => {
    const reply = encryptReply({ eventToken: 'inspect2026', eventAesKey: key }, owner, AT, 'nonce123', random);
    const { encrypted, signature } = vectors[2]!;
    expect(reply).toEqual({ msg_signature: signature, timeStamp: AT, nonce: 'nonce123', encrypt: encrypted });
  });
  it('of any length survives sealing and opening', () => {
    for (let length = 0; length < 70; length += 1) {
      const text = '潮'.repeat(length);
      expect(decryptEvent(key, encryptEvent(key, text, owner)).text).toBe(text);
    }
  });
  it.each(['', 'AAAA', 'not base64 at all', Buffer.alloc(64).toString('base64')])(
    'is refused when it is “%s”',
    (encrypted) => {
      expect(() => decryptEvent(key, encrypted)).toThrow();
    },
  );
  it('is refused when the key has not 43 characters', () => {
    expect(() => decryptEvent(key.slice(1), vectors[2]!.encrypted)).toThrow('43 characters');
  });
});
