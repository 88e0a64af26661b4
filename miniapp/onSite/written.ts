/** From what was filled in to what is sent, and to the document as it will be printed. The same schemas judge it here and on the server. */
import { type County } from '../../models/core/place';
import { deadline } from '../../models/core/calendar';
import { evidenceHoldFilling } from '../../models/evidenceHold/evidenceHold.document';
import { AskEvidenceHold } from '../../models/evidenceHold/evidenceHold.schema';
import { orderFilling } from '../../models/order/order.document';
import { IssueOrder } from '../../models/order/order.schema';
import { type ActingOfficer, Serving } from '../../models/serving/serving.schema';
import { collectFault, simpleFault } from '../../models/spotPenalty/limits';
import { spotPenaltyFilling } from '../../models/spotPenalty/spotPenalty.document';
import { IssueSpotPenalty } from '../../models/spotPenalty/spotPenalty.schema';
import { type Numbered } from '../../models/template/numbering';
import { CODE_SLOT, type Filling, fillOutline } from '../../models/template/outline';
import { type Page } from '../../models/template/page';
import { type PackedTemplate } from '../../models/template/template.schema';
import { signatureIn, type Values } from '../form/values';
import { NOT_COLLECTED, rowsIn } from './asks';

/** What the officer does not fill in: it follows from the site record, the pack and who is signed in. */
export interface Given {
  siteRecord: string;
  enterprise: string | null;
  county: County;
  officers: readonly ActingOfficer[];
  evidence: readonly string[];
  /** County of the branch that decides. */
  authority: County | null;
}

const textIn = (values: Values, name: string): string => {
  const value = values[name];
  return typeof value === 'string' ? value.trim() : '';
};
/** 2026-11-24T09:30 on the clock of Zhoushan as an instant. */
const instantIn = (values: Values, name: string): string | undefined => {
  const text = textIn(values, name);
  return text ? new Date(`${text}:00+08:00`).toISOString() : undefined;
};
/** The clock of Zhoushan as a moment is kept in a form. */
export const momentOf = (at: Date | string): string =>
  new Date(new Date(at).getTime() + 8 * 3_600_000).toISOString().slice(0, 16);

/** Yuan as typed into integer fen; NaN when it is no amount. */
export function fenOf(yuan: string): number {
  const [, whole, part = ''] = /^(\d{1,8})(?:\.(\d{1,2}))?$/.exec(yuan.replace(/[,，\s]/g, '')) ?? [];
  return whole === undefined ? NaN : Number(whole) * 100 + Number(part.padEnd(2, '0'));
}

const SAID: Readonly<Record<Numbered, (values: Values, servedAt: string | undefined) => Record<string, unknown>>> = {
  order: (values) => ({
    inspectedAt: instantIn(values, 'inspectedAt'),
    ...{ facts: textIn(values, 'facts'), violated: textIn(values, 'violated'), basis: textIn(values, 'basis') },
    ...{ demands: rowsIn(values, 'demands'), correctBy: textIn(values, 'correctBy') },
  }),
  spotPenalty: (values, servedAt) => {
    const fine = textIn(values, 'fineYuan');
    const defence = textIn(values, 'defence');
    const collect = fine ? textIn(values, 'collect') : '';
    const why = collect === NOT_COLLECTED ? '' : collect;
    return {
      ...{ actAt: instantIn(values, 'actAt'), actPlace: textIn(values, 'actPlace'), facts: textIn(values, 'facts') },
      ...{ violated: textIn(values, 'violated'), basis: textIn(values, 'basis'), reason: textIn(values, 'reason') },
      ...{ warning: values['warning'] === true, fineFen: fine ? fenOf(fine) : null },
      certificateShownAt: instantIn(values, 'certificateShownAt'),
      toldAt: instantIn(values, 'toldAt'),
      defence: { words: defence, answer: defence ? textIn(values, 'answer') : '' },
      collection: why
        ? {
            ...{ why, words: why === 'SMALL' ? '' : textIn(values, 'collectWords') },
            ...{ receiptNo: textIn(values, 'receiptNo'), at: servedAt ?? instantIn(values, 'toldAt') },
            atSea: values['atSea'] === true,
          }
        : null,
    };
  },
  evidenceHold: (values) => ({
    ...{ suspicion: textIn(values, 'suspicion'), reason: textIn(values, 'reason') },
    ...{ method: textIn(values, 'method'), place: textIn(values, 'place'), objects: rowsIn(values, 'objects') },
  }),
};

/** How it was handed over, as filled in by ServingFields. */
export function servingOf(values: Values, officers: readonly Pick<ActingOfficer, 'id'>[]): Record<string, unknown> {
  const isRefused = values['served'] === 'refused';
  const officerSignatures = officers.flatMap(({ id }) => {
    const signature = signatureIn(values[`ink-${id}`]);
    return signature ? [{ officer: id, signature }] : [];
  });
  return {
    ...{ at: instantIn(values, 'servedAt'), place: textIn(values, 'servedPlace') },
    receiver: textIn(values, 'receiver'),
    signature: isRefused ? null : (signatureIn(values['ink-party']) ?? null),
    refusal: isRefused
      ? {
          ...{ reason: textIn(values, 'refusedBecause'), witness: textIn(values, 'witness') },
          witnessSignature: signatureIn(values['ink-witness']) ?? null,
        }
      : null,
    officerSignatures,
  };
}

/** What is sent, but for its id. `serving` null: handed over another time. */
export function bodyOf(kind: Numbered, values: Values, given: Given, serving: Record<string, unknown> | null) {
  const isCitizen = values['partyKind'] === 'CITIZEN';
  const { siteRecord, enterprise, county, officers, evidence } = given;
  return {
    ...{ siteRecord, enterprise, county, team: officers.map(({ id }) => id), evidence: evidence.slice(0, 60) },
    party: {
      ...{ kind: values['partyKind'], name: textIn(values, 'partyName'), idNumber: textIn(values, 'idNumber') },
      ...{ representative: isCitizen ? '' : textIn(values, 'representative'), address: textIn(values, 'address') },
    },
    ...(textIn(values, 'no') ? { no: textIn(values, 'no') } : {}),
    edition: textIn(values, 'edition') || null,
    ...SAID[kind](values, serving?.['at'] as string | undefined),
    serving,
  };
}

const SCHEMAS = {
  order: [IssueOrder, IssueOrder],
  evidenceHold: [AskEvidenceHold, AskEvidenceHold],
  spotPenalty: [IssueSpotPenalty.extend({ serving: Serving.nullable() }), IssueSpotPenalty],
} as const;
/** Field of the form that a path of the input comes from, where the names differ. */
const ASKED_AS: Readonly<Record<string, string>> = {
  ...{ 'party.kind': 'partyKind', 'party.name': 'partyName', fineFen: 'fineYuan', 'defence.answer': 'answer' },
  ...{ 'collection.words': 'collectWords', 'defence.words': 'defence', 'collection.why': 'collect' },
  ...{ 'serving.at': 'servedAt', 'serving.place': 'servedPlace', 'serving.signature': 'ink-party' },
  ...{ 'serving.refusal.reason': 'refusedBecause', 'serving.refusal.witnessSignature': 'ink-witness' },
};
const LISTS = ['demands', 'objects'];
export function fieldOf(path: readonly PropertyKey[]): string {
  const [first = ''] = path;
  if (LISTS.includes(String(first))) return String(first);
  return ASKED_AS[path.map(String).join('.')] ?? String(path.at(-1) ?? '');
}

/**
 * What has to be mended: field → sentence.
 *
 * @param handing whether it is being handed over now
 */
export function faultsIn(kind: Numbered, body: object, handing: boolean, limits: PackedTemplate['limits'] | undefined) {
  const checked = SCHEMAS[kind][handing ? 1 : 0].safeParse(body);
  const found: Record<string, string> = {};
  for (const { path, message } of checked.error?.issues ?? []) found[fieldOf(path)] ??= message;
  if (kind === 'spotPenalty' && checked.success && limits) {
    const input = checked.data as IssueSpotPenalty;
    const against = simpleFault(input, limits);
    const money = collectFault(input, limits);
    if (against) found['fineYuan'] = against;
    if (money) found[input.collection && input.fineFen !== null ? 'collect' : 'fineYuan'] ??= money;
  }
  return found;
}

const FILL = {
  order: orderFilling,
  spotPenalty: spotPenaltyFilling,
  evidenceHold: evidenceHoldFilling,
} as unknown as Readonly<Record<Numbered, (record: object, letterhead: PackedTemplate['letterhead']) => Filling>>;

/** What a document says before it exists on the server: drawn as printed, without the code. */
export function pagesOf(kind: Numbered, body: object, given: Given, template: PackedTemplate, now: Date): Page[] {
  const { serving, ...said } = body as { serving: object | null };
  const parsed = SCHEMAS[kind][0].safeParse({ ...said, serving: null });
  if (!parsed.success) return [];
  const handed = Serving.safeParse(serving).data ?? null;
  const at = handed?.at ?? now;
  const { limits } = template;
  const record = {
    ...{ ...parsed.data, no: parsed.data.no ?? '（提交后编号）', officers: given.officers, authority: given.authority },
    // Spot penalties always have a serving; before it is signed the paper shows the moment at which it is written.
    serving: handed ?? (kind === 'spotPenalty' ? { at, place: '', refusal: null, officerSignatures: [] } : null),
    ...{ createdAt: now, urgent: handed !== null, approvedAt: null },
    decisionDueAt: handed ? deadline({ from: at, ...limits.decision }).dueAt : null,
    approvalDueAt: handed ? new Date(at.getTime() + limits.approvalHours * 3_600_000) : null,
  };
  const { fields, pictures } = FILL[kind](record, template.letterhead);
  return fillOutline(template.outline, {
    fields: { ...fields, 指纹: '提交后生成' },
    pictures: Object.fromEntries(Object.entries(pictures).filter(([slot]) => slot !== CODE_SLOT)),
  });
}
