/**
 * The one interface over dingtalk-jsapi, with a browser's own means where the page is not inside DingTalk. The page's entry
 * (main.tsx, desk.tsx) imports the platform set it needs; here only single calls are imported, to keep the first screen small.
 */
import { ddSdk } from 'dingtalk-jsapi/lib/ddSdk';
import { getLocation$ } from 'dingtalk-jsapi/api/union/getLocation';
import { requestAuthCode$ } from 'dingtalk-jsapi/api/union/requestAuthCode';
import { scan$ } from 'dingtalk-jsapi/api/union/scan';
import { setNavigationTitle$ } from 'dingtalk-jsapi/api/union/setNavigationTitle';
import { requestAuthCode$ as requestOldAuthCode$ } from 'dingtalk-jsapi/api/runtime/permission/requestAuthCode';
import { wgs84ToGcj02 } from '../../models/core/datum';

interface JsapiConfig {
  agentId: string;
  corpId: string;
  timeStamp: number | string;
  nonceStr: string;
  signature: string;
}
/** The typings of the SDK's core leave out what `getExportSdk` adds at run time. */
interface ExportedSdk {
  env: { platform: string };
  config: (options: JsapiConfig & { type: 0; jsApiList: string[] }) => void;
  ready: (callback: () => void) => void;
  error: (callback: (error: { errorMessage?: string; errorCode?: string }) => void) => void;
}
const sdk = (ddSdk as unknown as { getExportSdk: () => ExportedSdk }).getExportSdk();

export const insideDingTalk = (): boolean => sdk.env.platform !== 'notInDingTalk';

/**
 * A single-use sign-in code of the person holding the phone.
 * Clients before 7.0.45 do not know the new call and get the old one. doc: dingtalk requestAuthCode
 */
export async function authCode(corpId: string, clientId: string): Promise<string> {
  const answer = await requestAuthCode$({ corpId, clientId }).catch(() => requestOldAuthCode$({ corpId }));
  return answer.code;
}

/** Show the page's name in DingTalk's own bar and in the browser's tab. */
export function nameThePage(title: string): void {
  document.title = title;
  if (insideDingTalk()) void setNavigationTitle$({ title }).catch(() => undefined);
}

let allowed: Promise<void> | undefined;

/** `dd.config`, once per document: a change of route inside the hash needs no second one. A failed one may be tried again. */
function allowJsapi(fetchConfig: () => Promise<JsapiConfig>): Promise<void> {
  allowed ??= fetchConfig()
    .then(
      (config) =>
        new Promise<void>((resolve, reject) => {
          sdk.error((error) => reject(new Error(error.errorMessage ?? '钉钉鉴权失败')));
          sdk.ready(() => resolve());
          // A type other than 0 would be checked as a mini-program (error 52022).
          sdk.config({ ...config, type: 0, jsApiList: ['getLocation', 'device.geolocation.get'] });
        }),
    )
    .catch((error: unknown) => {
      allowed = undefined;
      throw error;
    });
  return allowed;
}

export interface Here {
  /** GCJ-02 degrees. */
  location: [number, number];
  /** Metres. */
  accuracy: number | null;
  address: string | null;
  /** The phone itself says that the place is made up (a simulated position); absent when it does not say. */
  mock?: boolean;
}

const WHY_NOT: Record<string, string> = {
  '11': '没有定位权限，请在手机设置里允许钉钉使用定位，或直接填写地点。',
  '12': '网络不通，暂时定不了位，请直接填写地点。',
  '14': '定位时间太长，请走到开阔处再试，或直接填写地点。',
};
const NOT_FOUND = '暂时定不了位，请走到开阔处再试，或直接填写地点。';

/**
 * Where the phone is now, never from the cache: a location is evidence.
 *
 * @throws Error whose message is a sentence for the person
 */
export async function whereAmI(fetchConfig: () => Promise<JsapiConfig>): Promise<Here> {
  if (!insideDingTalk()) return browserLocation();
  try {
    await allowJsapi(fetchConfig);
    return await dingTalkLocation(true).catch((error: unknown) =>
      codeOf(error) === NO_NETWORK ? dingTalkLocation(false) : Promise.reject(error as Error),
    );
  } catch (cause) {
    const sentence = WHY_NOT[codeOf(cause)] ?? NOT_FOUND;
    if (codeOf(cause) === NOT_PERMITTED) throw new Error(sentence, { cause });
    // Without network DingTalk cannot be asked for permission to ask; the phone's own satellites need none.
    return browserLocation().catch(() => {
      throw new Error(sentence, { cause });
    });
  }
}

const NOT_PERMITTED = '11';
const NO_NETWORK = '12';
const codeOf = (error: unknown): string => String((error as { errorCode?: string | number }).errorCode ?? '');

/** @param named with the address in words, which DingTalk looks up on the network */
async function dingTalkLocation(named: boolean): Promise<Here> {
  const found = await getLocation$({
    type: 1,
    useCache: false,
    coordinate: '1',
    cacheTimeout: 0,
    withReGeocode: named,
    targetAccuracy: '200',
  });
  // The typings leave out what Android adds. doc: dingtalk device.geolocation.get
  const { isFromMock } = found as { isFromMock?: boolean | string };
  return {
    location: [Number(found.longitude), Number(found.latitude)],
    accuracy: Number(found.accuracy) || null,
    address: found.address || null,
    ...(isFromMock === undefined ? {} : { mock: String(isFromMock) === 'true' }),
  };
}

/**
 * What DingTalk's scanner reads from a code held before the camera; null when the person closes it.
 *
 * @throws Error with a sentence when there is no scanner here
 */
export async function scanCode(): Promise<string | null> {
  if (!insideDingTalk()) throw new Error('扫码要在手机钉钉里用，这里请直接输入编号。');
  try {
    const found = await scan$({ type: 'all' });
    // The documentation says `text`, the typings `code`.
    return ((found as { text?: string }).text ?? found.code).trim() || null;
  } catch (cause) {
    if (codeOf(cause) === CANCELLED) return null;
    throw new Error('扫码没有打开，请直接输入编号。', { cause });
  }
}
const CANCELLED = '-1';

function browserLocation(): Promise<Here> {
  return new Promise((resolve, reject) => {
    if (!('geolocation' in navigator)) return reject(new Error(NOT_FOUND));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({
          location: wgs84ToGcj02([coords.longitude, coords.latitude]),
          accuracy: Math.round(coords.accuracy),
          address: null,
        }),
      // PERMISSION_DENIED 1, POSITION_UNAVAILABLE 2, TIMEOUT 3
      ({ code }) => reject(new Error(WHY_NOT[code === 1 ? '11' : code === 3 ? '14' : ''] ?? NOT_FOUND)),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 0 },
    );
  });
}
