/**
 * Every call we make, as a table: where it lives and how it may be treated.
 *
 * `repeatable`: made twice it has the effect of once, by nature or by a key of ours (outTrackId, sourceId). The others
 * (work notices, robot messages, DING) have no such key, so an attempt whose fate is unknown is never repeated here.
 * `counted`: takes from the monthly quota of the organisation; token, ticket, free login and contacts do not.
 */
export interface Api {
  readonly family: 'old' | 'new';
  readonly method: 'GET' | 'POST' | 'PUT';
  /** `{name}` is filled from the call's `path`. */
  readonly path: string;
  readonly repeatable: boolean;
  readonly counted: boolean;
  /** Made without access token. */
  readonly anonymous?: boolean;
}

const read = { repeatable: true, counted: false } as const;
const write = { repeatable: true, counted: true } as const;
const send = { repeatable: false, counted: true } as const;
const corpMessage = '/topapi/message/corpconversation';

export const apis = {
  accessToken: { family: 'new', method: 'POST', path: '/v1.0/oauth2/accessToken', ...read, anonymous: true },
  jsapiTicket: { family: 'new', method: 'POST', path: '/v1.0/oauth2/jsapiTickets', ...read },
  openConnection: { family: 'new', method: 'POST', path: '/v1.0/gateway/connections/open', ...read, anonymous: true },
  userOfCode: {
    family: 'old',
    method: 'POST',
    path: '/topapi/v2/user/getuserinfo',
    repeatable: false, // a login code works once, so the second attempt would be refused for the wrong reason
    counted: false,
  },
  userAccessToken: {
    family: 'new',
    method: 'POST',
    path: '/v1.0/oauth2/userAccessToken',
    repeatable: false, // its code works once, too
    counted: false,
    anonymous: true,
  },
  me: { family: 'new', method: 'GET', path: '/v1.0/contact/users/me', ...read },
  user: { family: 'old', method: 'POST', path: '/topapi/v2/user/get', ...read },
  subDepartments: { family: 'old', method: 'POST', path: '/topapi/v2/department/listsub', ...read },
  roles: { family: 'old', method: 'POST', path: '/topapi/role/list', ...read },
  roleHolders: { family: 'old', method: 'POST', path: '/topapi/role/simplelist', ...read },
  departmentUsers: { family: 'old', method: 'POST', path: '/topapi/v2/user/list', ...read },
  sendWorkNotice: { family: 'old', method: 'POST', path: `${corpMessage}/asyncsend_v2`, ...send },
  workNoticeResult: { family: 'old', method: 'POST', path: `${corpMessage}/getsendresult`, ...write },
  recallWorkNotice: { family: 'old', method: 'POST', path: `${corpMessage}/recall`, ...write },
  sendRobotMessage: { family: 'new', method: 'POST', path: '/v1.0/robot/oToMessages/batchSend', ...send },
  robotMessageRead: { family: 'new', method: 'GET', path: '/v1.0/robot/oToMessages/readStatus', ...write },
  sendGroupMessage: { family: 'new', method: 'POST', path: '/v1.0/robot/groupMessages/send', ...send },
  sessionReply: { family: 'old', method: 'POST', path: '/robot/sendBySession', ...send, anonymous: true },
  deliverCard: { family: 'new', method: 'POST', path: '/v1.0/card/instances/createAndDeliver', ...write },
  updateCard: { family: 'new', method: 'PUT', path: '/v1.0/card/instances', ...write },
  registerCardCallback: { family: 'new', method: 'POST', path: '/v1.0/card/callbacks/register', ...write },
  fileAddress: { family: 'new', method: 'POST', path: '/v1.0/robot/messageFiles/download', ...write },
  createTodo: { family: 'new', method: 'POST', path: '/v1.0/todo/users/{unionId}/tasks', ...write },
  todoOfSource: { family: 'new', method: 'GET', path: '/v1.0/todo/users/{unionId}/tasks/sources/{sourceId}', ...write },
  updateTodo: { family: 'new', method: 'PUT', path: '/v1.0/todo/users/{unionId}/tasks/{taskId}', ...write },
  sendDing: { family: 'new', method: 'POST', path: '/v1.0/robot/ding/send', ...send },
  uploadMedia: { family: 'old', method: 'POST', path: '/media/upload', ...write },
} as const satisfies Record<string, Api>;

export type ApiName = keyof typeof apis;
