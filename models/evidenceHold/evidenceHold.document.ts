/** What the documents of a hold say; safe in the browser. */
import { commonFields, dayWords, minuteWords, servedFields, signedPictures } from '../serving/serving.fields';
import { type Filling } from '../template/outline';
import { type Letterhead } from '../template/template.schema';
import { type EvidenceHold, MEASURES } from './evidenceHold.schema';

type Written = Omit<EvidenceHold, 'status' | 'version'>;

const listOf = ({ objects }: Written) =>
  objects.map(({ name, spec, quantity, condition, photos }, at) => ({
    ...{ 序号: String(at + 1), 名称: name, 规格: spec || '/', 数量: quantity, 状态: condition },
    照片: photos.length > 0 ? `${String(photos.length)}张` : '/',
  }));

/** As it stood when the notice was handed over: approved before, or promised within the day. */
const approvalWords = ({ urgent, approvedAt, approvalDueAt }: Written): string => {
  if (urgent) return approvalDueAt ? `将于${minuteWords(approvalDueAt)}前补办批准手续。` : '';
  return approvedAt ? `已于${minuteWords(approvedAt)}经负责人批准。` : '';
};

/** What is written in when the measure is taken. */
const OPEN_DAY = '＿＿＿＿年＿＿月＿＿日';

/** 先行登记保存证据通知书 with its list. */
export function evidenceHoldFilling(hold: Written, letterhead: Letterhead): Filling {
  const { serving, team, suspicion, reason, method, place, objects, urgent, decisionDueAt, createdAt } = hold;
  return {
    fields: {
      ...commonFields(hold, serving?.at ?? createdAt, letterhead),
      ...servedFields(serving),
      ...{ 涉嫌行为: suspicion, 保存理由: reason, 保存方式: method, 保存地点: place },
      ...{ 检查日期: dayWords(createdAt), 实施时间: serving ? minuteWords(serving.at) : OPEN_DAY },
      保存期限: decisionDueAt ? dayWords(decisionDueAt) : OPEN_DAY,
      ...{ 紧急: urgent ? '是' : '', 批准情况: approvalWords(hold), 件数: String(objects.length) },
      照片数: String(new Set(objects.flatMap(({ photos }) => photos)).size),
      清单: listOf(hold),
    },
    pictures: signedPictures(serving, team),
  };
}

const LAPSED = {
  APPROVAL: '未在规定时间内补办批准，先行登记保存措施自动解除',
  DECISION: '期限届满未作出处理决定，先行登记保存措施自动解除',
} as const;

/** 先行登记保存证据处理通知书: what was decided, or that the measure ended by itself. */
export function holdDisposalFilling(hold: Written, letterhead: Letterhead): Filling {
  const { serving, team, decision, lapse, handedBack, refusedReason } = hold;
  const at = decision?.at ?? lapse?.at ?? handedBack?.at ?? null;
  const ended = lapse ? LAPSED[lapse.why] : '解除先行登记保存措施';
  return {
    fields: {
      ...commonFields(hold, at, letterhead),
      ...servedFields(handedBack),
      ...{ 实施时间: serving ? minuteWords(serving.at) : '', 处理时间: at ? minuteWords(at) : '' },
      处理决定: decision ? MEASURES[decision.measure] : ended,
      处理理由: decision?.reason ?? refusedReason ?? '先行登记保存的期限已经届满。',
      返还: handedBack ? `${minuteWords(handedBack.at)}在${handedBack.place}返还` : '',
      清单: listOf(hold),
    },
    pictures: signedPictures(handedBack, team),
  };
}
