// @ts-check
/** The phone's line to the sandbox: who I am, what lies on this phone, what I say and press, and a bell when something changes. */

/**
 * One entry of this phone, as the sandbox keeps it (GET /sandbox/people/{userId}/messages).
 * @typedef {object} Message
 * @property {string} id
 * @property {string} at ISO instant of the sandbox's clock
 * @property {string} kind
 * @property {string} from `bot`, `me` or the name of a colleague
 * @property {string} chat `bot` | `workNotice` | `todo` | `ding` | openConversationId
 * @property {string | null} [readAt]
 * @property {string | null} [recalledAt]
 * @property {string} [title]
 * @property {string} [text]
 * @property {string} [url]
 * @property {string} [imageUrl]
 * @property {{title: string, url: string}[]} [buttons]
 * @property {string} [outTrackId]
 * @property {Record<string, string>} [cardParamMap]
 * @property {string} [msgtype] of a work notification
 * @property {{key?: string, value?: string}[]} [form] rows of an `oa` notification
 * @property {{status_value: string, status_bg?: string}} [statusBar]
 * @property {{recognition?: string, durationMs?: number}} [voice]
 * @property {string} [recognition]
 * @property {number} [durationMs]
 * @property {string} [fileName]
 * @property {number | null} [dueTime] ms
 * @property {boolean} [done]
 * @property {{fieldKey: string, fieldValue: string}[]} [contentFieldList]
 */
/**
 * @typedef {{userId: string, name: string, title: string, department: string, phoneUrl: string, story?: string}} Person
 * @typedef {{openConversationId: string, title: string, members: string[]}} Group
 * @typedef {{botName: string, people: Person[], groups: Group[], addresses: {app: string | null, desk: string | null}}} Info
 */

/** A refusal of the sandbox, in its own words. */
export class Refused extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** How long the platform waits for a card's acknowledgement, and so the longest a press may take to tell. */
const PRESS_PATIENCE_MS = 6000;

/** @param {string} path @param {unknown} [body] @param {AbortSignal} [signal] @returns {Promise<any>} */
async function call(path, body, signal) {
  const answer = await fetch(path, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
    cache: 'no-store',
  });
  const json = await answer.json().catch(() => null);
  if (!answer.ok)
    throw new Refused(answer.status, json?.message ?? json?.errmsg ?? `沙盒没有接受这次操作（${answer.status}）。`);
  return json;
}

/** @returns {Promise<Info>} */
export const readInfo = () => call('/sandbox/info');

/** Everybody, with departments; the story's people carry `story`. @returns {Promise<Person[]>} */
export const readPeople = () => call('/sandbox/people');

/** The person this origin belongs to: the address decides, not a setting. @param {Person[]} people */
export const ownerOf = (people) =>
  people.find(({ phoneUrl }) =>
    [new URL(phoneUrl).hostname, new URL(besideOthers(phoneUrl)).hostname].includes(location.hostname),
  );

/**
 * The same phone where several stand side by side: there page, phones and apps are one site to the browser, which otherwise
 * would keep the apps from their storage.
 * @param {string} phoneUrl
 */
export const besideOthers = (phoneUrl) => phoneUrl.replace(/\.localhost\b/, `.${PHONES_HOST}`);
export const PHONES_HOST = 'phones.localhost';

/** @param {string} userId */
export function phoneLine(userId) {
  const base = `/sandbox/people/${encodeURIComponent(userId)}`;
  return {
    /** @returns {Promise<Message[]>} */
    messages: () => call(`${base}/messages`),
    /** @param {unknown} what `{text}` | `{voice}` | `{photo}` */
    say: (what) => call(`${base}/say`, what),
    /** @param {string} id */
    read: (id) => call(`${base}/read`, { id }),
    /**
     * Press a button or submit a form of a card.
     * @param {string} outTrackId @param {string[]} actionIds @param {Record<string, unknown>} params
     * @returns {Promise<any>} the product's answer
     * @throws {Refused} when nobody acknowledged in time
     */
    press: async (outTrackId, actionIds, params) => {
      const answer = await call(
        `${base}/press`,
        { outTrackId, actionIds, params },
        AbortSignal.timeout(PRESS_PATIENCE_MS),
      );
      if (answer.acknowledgedInMs === null) throw new Refused(504, answer.error ?? '');
      return answer.response;
    },
    /**
     * Ring `onChange` whenever this phone may have changed: by SSE, and by polling while SSE is not there.
     * @param {() => void} onChange
     */
    listen: (onChange) => {
      const source = new EventSource(`${base}/live`);
      let live = false;
      source.onopen = () => {
        live = true;
        onChange();
      };
      source.onerror = () => (live = false);
      source.addEventListener('change', onChange);
      setInterval(() => live || onChange(), 1500);
      setInterval(onChange, 15_000);
    },
  };
}

/** @typedef {ReturnType<typeof phoneLine>} PhoneLine */
