import { z } from 'zod';
import { type Call } from './call';
import { refusal } from './error';
import { followable } from './hosts';
import { type DingTalkSettings } from './settings';

const MAX_NOTICE_RECEIVERS = 100;
const MAX_NOTICE_BYTES = 2048;
const MAX_ROBOT_RECEIVERS = 20;
/** Documented for group messages; held for all robot messages. */
const MAX_ROBOT_PARAM_BYTES = 15_000;
const MAX_DING_RECEIVERS = { 1: 200, 2: 20, 3: 20 } as const;

interface Button {
  title: string;
  action_url: string;
}

/** Content of a work notice (工作通知), as it goes over the wire: snake_case. Source: message types and data format. */
export type WorkNotice =
  | { msgtype: 'text'; text: { content: string } }
  | { msgtype: 'markdown'; markdown: { title: string; text: string } }
  | { msgtype: 'link'; link: { messageUrl: string; picUrl: string; title: string; text: string } }
  | { msgtype: 'image'; image: { media_id: string } }
  | { msgtype: 'file'; file: { media_id: string } }
  | { msgtype: 'voice'; voice: { media_id: string; duration: string } }
  | {
      msgtype: 'action_card';
      action_card: { title: string; markdown: string; single_title: string; single_url: string };
    }
  | {
      msgtype: 'action_card';
      action_card: { title: string; markdown: string; btn_orientation: '0' | '1'; btn_json_list: Button[] };
    }
  | { msgtype: 'oa'; oa: OaNotice };

/** A work notice with head, form rows and rich body; rows beyond six are not shown. */
export interface OaNotice {
  message_url: string;
  pc_message_url?: string;
  head: { bgcolor: string; text: string };
  status_bar?: { status_value: string; status_bg: string };
  body: {
    title?: string;
    form?: { key: string; value: string }[];
    rich?: { num: string; unit: string };
    content?: string;
    image?: string;
    file_count?: string;
    author?: string;
  };
}

/** What became of a work notice, told for 24 hours. `forbidden` holds what the platform dropped silently, with its code. */
export interface WorkNoticeResult {
  read: string[];
  unread: string[];
  failed: string[];
  forbidden: { code: string; userId: string }[];
  invalid: string[];
}

const ids = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);
const id = z.union([z.string(), z.number()]).transform(String);
const Sent = z.object({ task_id: z.coerce.number() });
const Result = z.object({
  send_result: z.object({
    read_user_id_list: ids,
    unread_user_id_list: ids,
    failed_user_id_list: ids,
    invalid_user_id_list: ids,
    forbidden_user_id_list: ids,
    forbidden_list: z
      .array(z.object({ code: id, userid: z.string() }))
      .nullish()
      .transform((list) => list ?? []),
  }),
});
const Done = z.looseObject({});
const RobotSent = z.object({
  processQueryKey: z.string().default(''),
  invalidStaffIdList: ids,
  flowControlledStaffIdList: ids,
});
const ReadStatus = z.object({
  messageReadInfoList: z
    .array(
      z.object({
        userId: z.string(),
        readStatus: z.string().catch('UNREAD'),
        readTimestamp: z.coerce.number().optional().catch(undefined),
      }),
    )
    .nullish()
    .transform((list) => list ?? []),
});
const Ding = z.object({ openDingId: z.string().default(''), failedList: z.record(z.string(), z.unknown()).nullish() });

export interface Messages {
  sendWorkNotice(userIds: string[], message: WorkNotice): Promise<{ taskId: number }>;
  workNoticeResult(taskId: number): Promise<WorkNoticeResult>;
  recallWorkNotice(taskId: number): Promise<void>;
  sendRobotMessage(
    userIds: string[],
    msgKey: string,
    msgParam: object,
  ): Promise<{ processQueryKey: string; invalid: string[]; flowControlled: string[] }>;
  robotMessageRead(processQueryKey: string): Promise<{ userId: string; readAt: Date | null }[]>;
  sendGroupMessage(openConversationId: string, msgKey: string, msgParam: object): Promise<{ processQueryKey: string }>;
  replyBySession(sessionWebhook: string, message: object): Promise<void>;
  sendDing(userIds: string[], level: 1 | 2 | 3, content: string): Promise<{ dingId: string; failed: string[] }>;
}

function checkReceivers(api: string, userIds: string[], max: number): void {
  if (userIds.length === 0) throw refusal(api, 'NO_RECEIVER', 'nobody to send to');
  if (userIds.length > max) throw refusal(api, 'TOO_MANY_RECEIVERS', `${userIds.length} receivers, at most ${max}`);
  if (userIds.some((userId) => !/^[^\s,;]+$/.test(userId))) throw refusal(api, 'BAD_USER_ID', 'a user id is malformed');
}

function checkBytes(api: string, text: string, max: number): void {
  const bytes = Buffer.byteLength(text);
  if (bytes > max) throw refusal(api, 'MESSAGE_TOO_LONG', `${bytes} bytes, at most ${max}`);
}

/** Everything that is said to people outside cards. */
export function messages(call: Call, settings: DingTalkSettings): Messages {
  const { agentId, robotCode } = settings;
  const robotBody = (api: string, msgKey: string, msgParam: object): object => {
    const param = JSON.stringify(msgParam);
    checkBytes(api, param, MAX_ROBOT_PARAM_BYTES);
    return { robotCode, msgKey, msgParam: param };
  };

  return {
    async sendWorkNotice(userIds, message) {
      checkReceivers('sendWorkNotice', userIds, MAX_NOTICE_RECEIVERS);
      checkBytes('sendWorkNotice', JSON.stringify(message), MAX_NOTICE_BYTES);
      const body = { agent_id: agentId, userid_list: userIds.join(','), to_all_user: false, msg: message };
      return { taskId: (await call('sendWorkNotice', Sent, { body })).task_id };
    },
    async workNoticeResult(taskId) {
      const { send_result } = await call('workNoticeResult', Result, { body: { agent_id: agentId, task_id: taskId } });
      const explained = send_result.forbidden_list.map(({ code, userid }) => ({ code, userId: userid }));
      const known = new Set(explained.map(({ userId }) => userId));
      const others = send_result.forbidden_user_id_list.filter((userId) => !known.has(userId));
      return {
        read: send_result.read_user_id_list,
        unread: send_result.unread_user_id_list,
        failed: send_result.failed_user_id_list,
        forbidden: [...explained, ...others.map((userId) => ({ code: '', userId }))],
        invalid: send_result.invalid_user_id_list,
      };
    },
    async recallWorkNotice(taskId) {
      await call('recallWorkNotice', Done, { body: { agent_id: agentId, msg_task_id: taskId } });
    },
    async sendRobotMessage(userIds, msgKey, msgParam) {
      checkReceivers('sendRobotMessage', userIds, MAX_ROBOT_RECEIVERS);
      const body = { ...robotBody('sendRobotMessage', msgKey, msgParam), userIds };
      const sent = await call('sendRobotMessage', RobotSent, { body });
      return {
        processQueryKey: sent.processQueryKey,
        invalid: sent.invalidStaffIdList,
        flowControlled: sent.flowControlledStaffIdList,
      };
    },
    async robotMessageRead(processQueryKey) {
      const query = { robotCode, processQueryKey };
      const { messageReadInfoList } = await call('robotMessageRead', ReadStatus, { query });
      return messageReadInfoList.map(({ userId, readStatus, readTimestamp }) => ({
        userId,
        readAt: readStatus === 'READ' && readTimestamp ? new Date(readTimestamp) : null,
      }));
    },
    async sendGroupMessage(openConversationId, msgKey, msgParam) {
      const body = { ...robotBody('sendGroupMessage', msgKey, msgParam), openConversationId };
      return { processQueryKey: (await call('sendGroupMessage', RobotSent, { body })).processQueryKey };
    },
    async replyBySession(sessionWebhook, message) {
      const url = followable(sessionWebhook, ['https:', 'http:'], settings);
      if (!url) throw refusal('sessionReply', 'FOREIGN_HOST', 'the reply address is not of DingTalk');
      await call('sessionReply', Done, { url: url.href, body: message });
    },
    async sendDing(userIds, level, content) {
      checkReceivers('sendDing', userIds, MAX_DING_RECEIVERS[level]);
      const body = { robotCode, remindType: level, receiverUserIdList: userIds, content };
      const { openDingId, failedList } = await call('sendDing', Ding, { body });
      const failed = Object.values(failedList ?? {})
        .flat()
        .map(String);
      return { dingId: openDingId, failed };
    },
  };
}
