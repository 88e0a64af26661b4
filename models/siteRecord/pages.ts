/** 现场检查（勘察）笔录 as it is read over and signed: all contents of 处罚办法 第二十八条 and the scored items of file reviews, page by page. Pure. */
import { COUNTIES } from '../core/place';
import { RESULTS } from '../checkItem/checkItem.schema';
import { citation } from '../checkItem/legalBasis';
import { instantWords, paged, withSignatures } from '../field/pages';
import { ROLES, TOLD_TO } from '../field/steps.schema';
import { type Block, type Page } from '../template/page';
import { type Answer, type Finding, MEDIA } from './events.schema';
import { GROUPS, SITE_FIELDS, type SiteField, type SiteFieldName, VIOLATION_FACTS } from './fields';
import { type Said } from '../field/said';
import { type SiteRecordState } from './state';

const NONE = '／';
const heading = (text: string, level: 1 | 2 = 2): Block => ({ kind: 'heading', text, level });
const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
const facts = (rows: [string, string][]): Block => ({ kind: 'facts', rows });

/** A value as it is printed; of a choice its words. Empty ones are struck out (空白处划去). */
function shown({ options }: SiteField, value: string | undefined): string {
  if (!value) return NONE;
  return options?.[value] ?? value;
}

/** Both officers' words side by side where they differ and nobody has settled it. */
function differing(
  label: string,
  said: Said<unknown>,
  nameOf: (id: string) => string,
  words: (value: unknown) => string,
) {
  return {
    kind: 'statements' as const,
    label,
    statements: said.register.statements.map(({ author, value, at }) => ({
      author: nameOf(author),
      text: words(value),
      at: instantWords(at),
    })),
  };
}

function group(state: SiteRecordState, name: keyof typeof GROUPS, nameOf: (id: string) => string): Block[] {
  const own = (Object.keys(SITE_FIELDS) as SiteFieldName[]).filter((field) => SITE_FIELDS[field].group === name);
  const agreed = own.filter((field) => !state.fields[field]?.disputed);
  const disputed = own.flatMap((field) => {
    const said = state.fields[field];
    const row: SiteField = SITE_FIELDS[field];
    return said?.disputed ? [differing(row.label, said, nameOf, (value) => shown(row, String(value)))] : [];
  });
  return [
    heading(GROUPS[name]),
    facts(agreed.map((field) => [SITE_FIELDS[field].label, shown(SITE_FIELDS[field], state.fields[field]?.value)])),
    ...disputed,
  ];
}

const factWords = (facts: Answer['facts']) =>
  facts
    ? (Object.keys(VIOLATION_FACTS) as (keyof typeof VIOLATION_FACTS)[])
        .flatMap((name) => (facts[name] ? [`${VIOLATION_FACTS[name]}：${facts[name]}`] : []))
        .join('；')
    : '';
const answerWords = ({ result, text, facts: own }: Pick<Answer, 'result' | 'text' | 'facts'>) =>
  [RESULTS[result], text, factWords(own)].filter(Boolean).join('。');

function checklist(state: SiteRecordState, nameOf: (id: string) => string): Block[] {
  const items = state.seed.checklist.filter(({ key }) => state.asked.includes(key));
  const answered = items.flatMap((item) => {
    const said = state.answers[item.key];
    return said && !said.struck ? [{ item, said }] : [];
  });
  const rows = answered
    .filter(({ said }) => !said.disputed)
    .map(({ item, said }) => [item.question, answerWords(said.value), item.bases.map(citation).join('、') || NONE]);
  return [
    ...(rows.length > 0 ? [{ kind: 'table' as const, head: ['检查事项', '检查结果', '依据'], rows }] : []),
    ...answered
      .filter(({ said }) => said.disputed)
      .map(({ item, said }) => differing(item.question, said, nameOf, (value) => answerWords(value as Answer))),
  ];
}

const standing = <T>(all: readonly Said<T>[]): T[] => all.flatMap(({ value, struck }) => (struck ? [] : [value]));

function found(state: SiteRecordState): Block[] {
  const findings = standing<Finding>(state.findings);
  return findings.map((one, at) =>
    paragraph(`${at + 1}. ${one.title}：${answerWords(one)}${one.clause ? `（${one.clause}）` : ''}`),
  );
}

function samples(state: SiteRecordState): Block[] {
  const rows = standing(state.samples).map(
    ({ no, medium, point, takenAt, items, preservative, takenBy, accompaniedBy }) => [
      ...[no, MEDIA[medium], point, instantWords(takenAt), items || NONE, preservative || NONE, takenBy, accompaniedBy],
    ],
  );
  if (rows.length === 0) return [heading('采样'), paragraph('本次检查没有采样。')];
  const head = ['样品编号', '类别', '点位', '时间', '项目', '保存', '采样人', '陪同人'];
  return [heading('采样'), { kind: 'table', head, rows }];
}

function beginning(state: SiteRecordState): Block[] {
  const { seed, officers, rightsTold, recusal } = state;
  const people = standing(state.persons);
  return [
    heading(seed.supplements ? '现场检查（勘察）补充笔录' : '现场检查（勘察）笔录', 1),
    facts([
      ['编号', seed.no ?? NONE],
      ['检查类型和依据', seed.ground],
      ['行政行为码', `${seed.actionCode}${state.codeScannedAt ? `（${instantWords(state.codeScannedAt)}扫码）` : ''}`],
      ['开始时间', instantWords(state.arrivedAt)],
      ['结束时间', instantWords(state.endedAt)],
      ['检查地点', state.fields['party.address']?.value ?? `${COUNTIES[seed.county]} ${seed.place}`],
      ...officers.map(({ name, certificateNo, arrived }): [string, string] => [
        '执法人员',
        `${name}，执法证号 ${certificateNo}${arrived ? `，${instantWords(arrived.at)}到场` : ''}`,
      ]),
      ...people.map(({ role, name, position, idNumber, phone }): [string, string] => [
        ROLES[role],
        [name, position, idNumber && `身份证号 ${idNumber}`, phone && `电话 ${phone}`].filter(Boolean).join('，'),
      ]),
    ]),
    ...(seed.supplements ? [paragraph(`补充原因：${seed.supplements.reason}`)] : []),
    heading('表明身份和告知'),
    paragraph(
      officers
        .filter(({ shownAt }) => shownAt)
        .map(({ name, certificateNo, shownAt }) => `${instantWords(shownAt)}，${name}出示执法证（${certificateNo}）。`)
        .join('') || '没有出示执法证的记录。',
    ),
    paragraph(
      rightsTold
        ? `${instantWords(rightsTold.at)}，已告知${TOLD_TO[rightsTold.to]}：对执法人员有权申请回避；应当如实回答询问，配合检查，不得拒绝、阻挠。${recusal ? `当事人申请回避：${recusal.reason || '未说明理由'}。` : '当事人不申请回避。'}`
        : '没有告知权利义务的记录。',
    ),
  ];
}

/** The content of the record as blocks, before it is cut into pages. */
function blocksOf(state: SiteRecordState): Block[] {
  const names = new Map(state.officers.map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => names.get(id) ?? '执法人员';
  const photos = standing(state.photos).map(({ sha256, caption, proves, takenAt, kind }) => ({
    ...{ sha256, caption: `${kind === 'video' ? '录像：' : ''}${caption}`, proves, takenAt: instantWords(takenAt) },
    by: nameOf(state.registers[`photo:${sha256}`]?.statements[0]?.author ?? ''),
  }));
  return [
    ...beginning(state),
    ...group(state, 'party', nameOf),
    ...group(state, 'production', nameOf),
    ...group(state, 'compliance', nameOf),
    ...group(state, 'pollution', nameOf),
    ...group(state, 'found', nameOf),
    heading('检查清单'),
    ...checklist(state, nameOf),
    ...found(state),
    ...samples(state),
    ...(photos.length > 0 ? [heading('照片和录像'), { kind: 'photos' as const, photos }] : []),
    ...state.notes.map(({ text, by, at }) => paragraph(`${nameOf(by)}（${instantWords(at)}）说明：${text}`)),
    ...group(state, 'close', nameOf),
    paragraph('（以下空白，已划去）'),
  ];
}

/** The pages to be read over and signed, without signatures: what `Finish.pages` holds the hashes of. */
export const sitePagesToSign = (state: SiteRecordState): Page[] => paged(blocksOf(state));

/** The pages as they stand now: of the reading that counts when there is one (`read`), with its signatures. */
export const siteRecordPages = (state: SiteRecordState, read: SiteRecordState = state): Page[] =>
  withSignatures(sitePagesToSign(read), state);

/** 采样记录单: the samples alone, with whoever signed the record; undefined when none was taken. */
export function samplingPages(state: SiteRecordState, read: SiteRecordState = state): Page[] | undefined {
  if (standing(read.samples).length === 0) return undefined;
  const { seed } = read;
  const about = facts([
    ['编号', seed.no ?? NONE],
    ['被采样单位', seed.enterpriseName],
    ['采样地点', `${COUNTIES[seed.county]} ${seed.place}`],
  ]);
  const [, ...table] = samples(read);
  const signatures =
    siteRecordPages(state, read)
      .at(-1)
      ?.blocks.filter(({ kind }) => kind === 'signatures') ?? [];
  return paged([heading('采样记录单', 1), about, ...table]).map((page, at, all) =>
    at === all.length - 1 ? { ...page, blocks: [...page.blocks, ...signatures] } : page,
  );
}
