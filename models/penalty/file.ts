/**
 * 卷宗: everything of one case in the order of its file – documents, evidence, linked records – with what each is proved by. The register of
 * the page, the table of contents, the list of evidence and the export are all made from it.
 */
import { type Stored } from '../core/journal';
import { maskName, maskText } from '../core/masking';
import { shanghaiDay } from '../core/calendar';
import { filled, type MadeDocument } from '../document/document';
import { documentsGivenBy, sourceFor } from '../document/sources';
import { EVIDENCE_FLAGS } from '../evidence/evidence.schema';
import { type FieldEvent } from '../field/fieldEvent.schema';
import { namesOf } from '../people/people.store';
import { dayWords, minuteWords } from '../serving/serving.fields';
import { sheets } from '../template/paper';
import { type DocumentName } from '../template/template.schema';
import { letterhead } from '../template/template.store';
import { keptOf } from './documents/keeping';
import { type Gather } from './documents/session';
import { caseNo, drafted, numbered } from './documents/words';
import { type CaseLinks, linksOf } from './linked';
import { type PenaltyCase } from './penalty.schema';

/** One line of the register. */
export interface FileEntry {
  /** Stable within the case. */
  id: string;
  group: 'document' | 'evidence' | 'record';
  title: string;
  no: string;
  /** The day it bears, or when it was taken; null for a draft. */
  at: Date | null;
  /** What opens it: a document of a record, a record, or a photo by its hash. */
  opens: { path: string; id: string; kind?: DocumentName } | { photo: string; of: 'evidence' | 'file' } | null;
  /** SHA-256: of the content of a document, of the file of a piece of evidence. */
  hash: string | null;
  /** How often it was issued. */
  versions: number;
  pages: number;
  note: string;
}

/** What a piece of evidence is known as. */
export interface EvidenceWords {
  hash: string;
  name: string;
  kind: string;
  source: string;
  proves: string;
  takenAt: Date | null;
  /** Whether it came by the camera of the app. */
  kept: boolean;
  flags: string[];
}

export interface CaseFile {
  record: Stored<PenaltyCase>;
  links: CaseLinks;
  evidence: EvidenceWords[];
  entries: FileEntry[];
}

/** Documents that tell of the file itself: not listed in it twice. */
const LISTS: readonly DocumentName[] = ['evidenceList', 'fileIndex'];

/** A record that gives documents of its own, with the name under which it lies in the file. */
interface Giver {
  path: string;
  record: Stored<{ _id: string; version: number; status: string }>;
}
const giversOf = ({ sites, interviews, holds, orders, hearings, discussions }: CaseLinks): Giver[] =>
  (
    [
      ['site-records', sites],
      ['interviews', interviews],
      ['evidence-holds', holds],
      ['orders', orders],
      ['hearings', hearings],
      ['discussions', discussions],
    ] as const
  ).flatMap(([path, records]) => records.map((record) => ({ path, record: record })));

/** Every document of a record that it gives as it stands. */
export async function documentsOf(
  { path, record }: Giver,
  publicUrl: string,
  skip: readonly DocumentName[] = [],
): Promise<MadeDocument[]> {
  const head = letterhead();
  const made = await Promise.all(
    documentsGivenBy(path)
      .filter((kind) => !skip.includes(kind))
      .map(async (kind) => {
        const source = await sourceFor(path, kind, record, head);
        return source && filled({ path, id: record._id, kind }, source, publicUrl);
      }),
  );
  return made.filter((one) => one !== null);
}

const entryOf = ({ key, title, source, pages, hash }: MadeDocument, versions: number): FileEntry => ({
  ...{
    id: `${key.path}:${key.id}:${key.kind}`,
    group: 'document',
    title,
    no: source.no,
    at: source.at,
    opens: { ...key },
  },
  ...{ hash: source.at ? hash : null, versions, pages: sheets(pages), note: source.at ? '' : '草稿' },
});

/** What the photo events of site records and interviews say of their photos; a caption given later counts. */
function captionsIn(
  field: readonly FieldEvent[],
  from: string,
  into: Map<string, { caption: string; proves: string; from: string }>,
) {
  for (const { type, data } of field) {
    const hash = type === 'photo' ? data['sha256'] : type === 'caption' ? data['photo'] : undefined;
    if (typeof hash !== 'string') continue;
    const [caption, proves] = [data['caption'], data['proves']].map((words) =>
      typeof words === 'string' ? words : '',
    );
    into.set(hash, { caption: caption ?? '', proves: proves ?? '', from });
  }
}

const KINDS = { photo: '照片', video: '录像' } as const;

async function evidenceWords(
  record: PenaltyCase,
  { sites, interviews, evidence, hashes }: CaseLinks,
): Promise<EvidenceWords[]> {
  const captions = new Map<string, { caption: string; proves: string; from: string }>();
  for (const { field, no } of sites) captionsIn(field, `现场检查笔录 ${no ?? ''}`.trim(), captions);
  for (const { field, seed } of interviews) captionsIn(field, `询问笔录 ${seed.no ?? ''}`.trim(), captions);
  const known = new Map(evidence.map((one) => [one._id, one]));
  const names = await namesOf([...new Set(evidence.map(({ by }) => by))]);
  return hashes.map((hash, at) => {
    const [one, said] = [known.get(hash), captions.get(hash)];
    const acts = record.acts.filter((act) => act.evidence.includes(hash)).map(({ text }) => text);
    const by = one ? `，${names.get(one.by) ?? '执法人员'}拍摄` : '';
    return {
      ...{ hash, name: said?.caption || `证据 ${String(at + 1)}`, kind: one ? KINDS[one.taken.kind] : '照片、材料' },
      ...{ source: `${said?.from ?? '本案取得'}${by}`, proves: said?.proves || acts.join('；') || '本案事实' },
      ...{ takenAt: one ? new Date(one.taken.takenAt) : null, kept: one !== undefined },
      flags: one?.flags.map(({ code }) => EVIDENCE_FLAGS[code]) ?? [],
    };
  });
}

const evidenceEntry = ({ hash, name, kind, source, proves, takenAt, kept, flags }: EvidenceWords): FileEntry => ({
  ...{
    id: `evidence:${hash}`,
    group: 'evidence',
    title: name,
    no: kind,
    at: takenAt,
    opens: { photo: hash, of: kept ? ('evidence' as const) : ('file' as const) },
    hash,
  },
  ...{ versions: 1, pages: 1, note: [source, `证明：${proves}`, ...flags.map((flag) => `疑点：${flag}`)].join('；') },
});

/** The whole file as it stands. `publicUrl` goes into the codes of the documents. */
export async function caseFileOf(record: Stored<PenaltyCase>, publicUrl: string): Promise<CaseFile> {
  const links = await linksOf(record);
  const [own, issued, evidence] = await Promise.all([
    documentsOf({ path: 'penalties', record: record }, publicUrl, LISTS),
    keptOf(record._id),
    evidenceWords(record, links),
  ]);
  const versions = (name: DocumentName) => Math.max(1, issued.filter((one) => one.name === name).length);
  const given = await Promise.all(giversOf(links).map((giver) => documentsOf(giver, publicUrl)));
  const others = given.flat().map((made) => entryOf(made, 1));
  const papers = [...own.map((made) => entryOf(made, versions(made.key.kind))), ...others].sort(byDay);
  return { record, links, evidence, entries: [...papers, ...evidence.map(evidenceEntry), ...relatedTo(record, links)] };
}

/** The documents of a file as they are filled, in its order. */
export async function madeFor({ record, links, entries }: CaseFile, publicUrl: string): Promise<MadeDocument[]> {
  const made = await documentsOf({ path: 'penalties', record }, publicUrl);
  for (const giver of giversOf(links)) made.push(...(await documentsOf(giver, publicUrl)));
  const place = new Map(entries.map(({ id }, at) => [id, at]));
  const at = ({ key }: MadeDocument) => place.get(`${key.path}:${key.id}:${key.kind}`) ?? Infinity;
  return made.sort((a, b) => at(a) - at(b) || 0);
}

/** In the order in which they came about; drafts last. */
const byDay = (a: FileEntry, b: FileEntry) => (a.at?.getTime() ?? Infinity) - (b.at?.getTime() ?? Infinity) || 0;

/** Records that give no document of their own but belong to the case. */
function relatedTo({ origin, source, transferOut }: PenaltyCase, { sites }: CaseLinks): FileEntry[] {
  const entry = (path: string, id: string, title: string, note: string): FileEntry => ({
    ...{ id: `record:${path}:${id}`, group: 'record', title, no: '', at: null, opens: { path, id } },
    ...{ hash: null, versions: 1, pages: 0, note },
  });
  return [
    ...(origin ? [entry('penalties', origin.original, '原处罚案件', '按日连续处罚')] : []),
    ...(transferOut?.transfer ? [entry('transfers', transferOut.transfer, '两法衔接', '移送')] : []),
    ...(source.kind === 'PETITION' && source.id ? [entry('petitions', source.id, '信访件', source.no ?? '')] : []),
    ...sites.map((site) => entry('inspections', site.inspection, '检查任务', site.no ?? '')),
  ];
}

/** For a reader who may not see everything: numbers covered, and of a citizen the name. */
export const coverOf =
  ({ party }: Pick<PenaltyCase, 'party'>) =>
  (words: string): string =>
    maskText(party.kind === 'CITIZEN' ? words.replaceAll(party.name, maskName(party.name)) : words);

export function maskedFile(file: CaseFile): CaseFile {
  const cover = coverOf(file.record);
  const entries = file.entries.map((entry) => ({ ...entry, title: cover(entry.title), note: cover(entry.note) }));
  return { ...file, entries };
}

/** 证据目录. */
export const evidenceList: Gather<PenaltyCase> = async (record, head) => {
  const links = await linksOf(record);
  const found = await evidenceWords(record, links);
  if (found.length === 0) return null;
  const fields = {
    件数: String(found.length),
    证据: numbered(
      found.map(({ hash, name, kind, source, proves, takenAt }) => ({
        ...{ 名称: name, 种类: kind, 来源: `${source}${takenAt ? `，${minuteWords(takenAt)}` : ''}`, 证明: proves },
        ...{ 校验值: hash, 位置: '电子卷宗“证据”目录' },
      })),
    ),
  };
  return drafted(record, head, {
    no: caseNo(record),
    at: null,
    createdAt: record.evidenceAt ?? record.registeredAt,
    fields,
  });
};

/** 卷宗目录, with the pages on which each document lies. Final once the case is archived. */
export const fileIndex: Gather<PenaltyCase> = async (record, head) => {
  if (!record.filing) return null;
  const { entries } = await caseFileOf(record as Stored<PenaltyCase>, '');
  const listed = entries.filter(({ group, at }) => group === 'evidence' || (group === 'document' && at !== null));
  let last = 0;
  const lines = listed.map(({ title, no, at, pages, hash }) => {
    const first = last + 1;
    last += Math.max(1, pages);
    const range = first === last ? String(first) : `${String(first)}-${String(last)}`;
    return { 文号: no, 名称: title, 日期: at ? shanghaiDay(at) : '', 页次: range, 备注: hash ? hash.slice(0, 8) : '' };
  });
  const { archive, closing, filing, investigators } = record;
  const fields = {
    ...{ 立案日期: dayWords(filing.at), 结案日期: closing?.approvedAt ? dayWords(closing.approvedAt) : '/' },
    ...{ 件数: String(lines.length), 总页数: String(last), 立卷人: investigators[0]?.name ?? '' },
    目录: numbered(lines),
  };
  const no = archive?.no ?? caseNo(record);
  return drafted(record, head, { no, at: archive?.at ?? null, createdAt: filing.at, fields });
};
