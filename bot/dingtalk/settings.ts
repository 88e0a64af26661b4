/** What the wire needs to know of one DingTalk organisation and one app in it. All of it comes from the environment. */
export interface DingTalkSettings {
  /** New API family and the Stream gateway; `https://api.dingtalk.com` on the real platform. No trailing slash. */
  apiBase: string;
  /** Old API family (topapi); `https://oapi.dingtalk.com` on the real platform. No trailing slash. */
  oapiBase: string;
  corpId: string;
  agentId: number;
  /** Client ID, formerly AppKey. */
  clientId: string;
  /** Client secret, formerly AppSecret. Never logged. */
  clientSecret: string;
  robotCode: string;
  /** Ends in `.schema`; docs/dingtalk-setup.md says how the template is published. */
  cardTemplateId: string;
  cardCallback: 'STREAM' | 'HTTP';
  /** Needed only with `cardCallback: 'HTTP'`: the key the callback address was registered under. */
  cardCallbackRouteKey?: string;
  /** The official page signs with SHA-256, the older official sample with SHA-1. */
  jsapiDigest: 'sha256' | 'sha1';
  /** API calls the organisation may make in a calendar month; the free edition has 5 000. */
  monthlyCallBudget: number;
  /** Calls per second and API; the platform refuses above 20. Default 15. */
  ratePerSecond?: number;
  /** Milliseconds until a call without answer counts as unreachable. Default 5 000. */
  timeoutMs?: number;
  /** Hosts besides `*.dingtalk.com` and the two bases from which files may be fetched, e.g. `x.oss-cn-y.aliyuncs.com`. */
  fileHosts?: readonly string[];
}

/** The part of pino that the wire uses. */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** What the wire is given by the process that runs it. */
export interface DingTalkDoors {
  clock: () => Date;
  log: Log;
  /** Told of every call that counts towards the monthly quota. `month` is `2026-03`, in Asia/Shanghai. */
  spend?: (month: string, api: string, calls: number) => void;
  /** Calls already spent in that month, by every process. */
  spent?: (month: string) => Promise<number>;
  /** Id of the request on whose behalf we call; it travels in the header `x-request-id`. */
  requestId?: () => string | undefined;
  /** Waits. Default: a real timer. */
  sleep?: (milliseconds: number) => Promise<void>;
  /** Milliseconds of a clock that never jumps, for rates. Default: `performance.now`, since `clock` may be moved in a demo. */
  elapsed?: () => number;
  /** A number in [0, 1) for jitter. Default: `Math.random`. */
  random?: () => number;
}
