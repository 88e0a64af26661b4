/** Everything the robot says in the chat, in one place: plain, courteous, and always with the next step. */
import { type missing, petitionWorkflow, type PetitionStep } from '../models/petition/petition.workflow';

export const HELP = `我是生态环境联动助手，可以这样用我：
· 上报：打字或按住说话，说清什么时候、在哪里、看到或闻到什么，再发照片
· 待办：查看要办的事
· 签收 编号：签收任务；退回 编号 理由：退回任务
· 评价 5：给答复打分（1到5）；没解决 原因：要求重新核查
· 值班：确认值班、换班 姓名、到岗、交班；在班时说“值班记录 …”或“记一下 …”记入日志
· 也可以直接按卡片上的按钮。紧急情况请同时拨打12345。`;

export const NEXT_QUESTION: Record<ReturnType<typeof missing>[number], string> = {
  content: '请说说看到了什么、闻到了什么，打字或语音都可以。',
  medium: '请问是哪一类问题：水、气味、噪声、灰尘、垃圾，还是其他？',
  place: '请问在哪里？说村名、路名或旁边的厂名就行。',
  urgency: '请问紧急吗？回“紧急”或“一般”。',
};

export const SAY = {
  group: '为了保护隐私，群里不受理上报。请点我的头像，在单独的聊天里告诉我。',
  stranger: '没有找到您在本单位的身份，暂时不能为您办理。请联系本单位的钉钉管理员；紧急情况请拨打12345。',
  notHeard: '没有听清您说的话。请靠近手机再说一遍，或者打字告诉我。',
  quota: '本月机器人的消息额度用完了，我读不到您刚才发的内容。请从工作台打开“随手报”，或拨打12345。',
  unreadable: '没有读到您发的内容，请再发一次。',
  file: '文件我打不开。照片请直接拍照或从相册发送，情况请打字或语音说明。',
  video: '视频暂时收不了，请拍几张照片发给我，再说一说情况。',
  unknown: '这种消息我看不懂。请发文字、语音或照片；回“帮助”看怎么用。',
  tooLong: '一次最多2000字，刚才那条没有记下。请分几条发送。',
  tooManyPhotos: '一次最多9张照片，多出来的没有收下，请再发一次。',
  wordsFirst: '照片暂时没有收下：请先发“上报”加一句话说明情况，再发照片。',
  approveElsewhere: '答复要看过全文才能审核，请在卡片上点“查看详情”，看过后按“同意答复”或“退回修改”。',
  approveOnPage:
    '审批不能在聊天里办。请点卡片上的按钮打开审批页，或从工作台打开“待我审批”，看过材料、输入审批密码后办理。等您审批的有：',
  noDraft: '现在没有等您确认的上报。要上报，请直接说看到的情况。',
  confirmHint: '已补充。请核对卡片，没问题就点“确认上报”，或回“确认”。',
  discarded: '好的，这件事不报了。以后看到问题，随时告诉我。',
  reviseHow: '请说要改什么，例如“修改 地点 展茅横街村”，或点卡片上的“修改”。',
  nothingToDo: '您现在没有待办的事。',
  busy: '系统忙，这条没有记下，请稍后再发一次。',
} as const;

/** What a person is told who rarely deals with the bureau; staff are told that it is done. */
const THANKS: Partial<Record<PetitionStep, string>> = {
  rate: '谢谢您的评价。',
  reopen: '收到，会另派一位工作人员重新核查，有结果就告诉您。',
  requestReview: '收到，会按期复查并答复您。',
};
/** Said when a step is done. */
export const doneAs = (no: string | null, step: PetitionStep) =>
  `${no ? `${no}：` : ''}${THANKS[step] ?? `“${petitionWorkflow.steps[step].label}”已经办好。`}`;
/** Said when a report is confirmed. */
export const registeredAs = (no: string | null) => `已上报，编号${no ?? '稍后告诉您'}。处理进展会发到这里，谢谢您。`;
/** Said when photos went to the result of the matter in hand. */
export const proofKept = (no: string | null, photos: number) =>
  `收到${photos}张照片，已放进${no ?? '您手上这件'}的办理结果。`;
/** Said when no matter of theirs takes the step they named. */
export const nothingFor = (label: string) =>
  `没有可以“${label}”的事项。回“待办”看看，或带上编号再试，例如“${label} XF-2026-000123”。`;
/** Said when several do. */
export const whichOne = (label: string, numbers: readonly (string | null)[]) =>
  `有好几件可以“${label}”，请带上编号，例如“${label} ${numbers[0] ?? ''}”。现在有：${numbers.filter(Boolean).join('、')}。`;
