/**
 * The one interface over dingtalk-jsapi, with a browser's own means where the page is not inside DingTalk. The page's entry
 * (main.tsx, desk.tsx) imports the platform set it needs; here only single calls are imported, to keep the first screen small.
 */
import { ddSdk } from 'dingtalk-jsapi/lib/ddSdk';
import { getLocation$ } from 'dingtalk-jsapi/api/union/getLocation';
import { requestAuthCode$ } from 'dingtalk-jsapi/api/union/requestAuthCode';
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
  await allowJsapi(fetchConfig).catch((cause: unknown) => {
    throw new Error(NOT_FOUND, { cause });
  });
  try {
    const found = await getLocation$({
      type: 1,
      useCache: false,
      coordinate: '1',
      cacheTimeout: 0,
      withReGeocode: true,
      targetAccuracy: '200',
    });
    return {
      location: [Number(found.longitude), Number(found.latitude)],
      accuracy: Number(found.accuracy) || null,
      address: found.address || null,
    };
  } catch (cause) {
    const { errorCode } = cause as { errorCode?: string | number };
    throw new Error(WHY_NOT[String(errorCode)] ?? NOT_FOUND, { cause });
  }
}

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
