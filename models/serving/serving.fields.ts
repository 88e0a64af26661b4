/** Words that documents handed over on site share; safe in the browser, so that a phone fills them without network. */
import { COUNTIES, type County } from '../core/place';
import { type Filling, type Picture } from '../template/outline';
import { type Letterhead } from '../template/template.schema';
import { type ActingOfficer, type Party, type Serving } from './serving.schema';

/** 2026年11月24日; in Asia/Shanghai. */
export function dayWords(at: Date | string): string {
  const day = typeof at === 'string' ? at : new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  const [year = '', month = '', date = ''] = day.split('-');
  return `${year}年${String(Number(month))}月${String(Number(date))}日`;
}

/** 2026年11月24日 09:30; in Asia/Shanghai. */
export function minuteWords(at: Date): string {
  const shanghai = new Date(at.getTime() + 8 * 3_600_000).toISOString();
  return `${dayWords(shanghai.slice(0, 10))} ${shanghai.slice(11, 16)}`;
}

/** Who decides, as it stands at the head. */
export const authorityWords = ({ bureau, branches }: Letterhead, county: County | null): string =>
  county ? `${bureau}${branches[county] ?? `${COUNTIES[county]}分局`}` : bureau;

const ID_WORDS = { ORGANISATION: '统一社会信用代码', CITIZEN: '身份证件号码' } as const;
const NONE = '/';

export const partyFields = ({ kind, name, idNumber, representative, address }: Party) => ({
  ...{ 当事人: name, 证件名称: ID_WORDS[kind], 证件号码: idNumber || NONE },
  ...{ 负责人: representative || NONE, 地址: address || NONE },
});

export const officerWords = (officers: readonly ActingOfficer[]): string =>
  officers.map(({ name, certificateNo }) => `${name}（${certificateNo}）`).join('、');

export const servedFields = (serving: Serving | null) => ({
  送达方式: serving ? (serving.refusal ? '留置送达' : '直接送达') : '',
  签收时间: serving ? minuteWords(serving.at) : '',
  拒签: serving?.refusal?.reason ?? '',
  见证人: serving?.refusal?.witness ?? '',
});

/** Who has signed, in the slots of a template. */
export function signedPictures(serving: Serving | null, team: readonly string[]): Filling['pictures'] {
  const of = (signature: Serving['signature'] | undefined): Picture | undefined =>
    signature ? { signature } : undefined;
  const officer = (at: number) => of(serving?.officerSignatures.find((one) => one.officer === team[at])?.signature);
  return Object.fromEntries(
    Object.entries({
      当事人: of(serving?.signature),
      见证人: of(serving?.refusal?.witnessSignature),
      执法人员1: officer(0),
      执法人员2: officer(1),
    }).filter(([, picture]) => picture !== undefined),
  );
}

interface Begun {
  no: string;
  authority: County | null;
  officers: readonly ActingOfficer[];
  party: Party;
}

/** What every one of these documents says of itself. */
export const commonFields = ({ no, authority, officers, party }: Begun, at: Date | null, letterhead: Letterhead) => ({
  ...{ 文号: no, 机关: authorityWords(letterhead, authority), 日期: at ? dayWords(at) : '' },
  ...{ 执法人员: officerWords(officers), ...partyFields(party) },
  ...{ 复议机关: letterhead.reconsideration, 诉讼法院: letterhead.court },
});
