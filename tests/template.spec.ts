import { DOMParser } from '@xmldom/xmldom';
import fc from 'fast-check';
import { strFromU8, strToU8, unzipSync } from 'fflate';
import { type Signature } from '../models/core/signature';
import { BUILT_IN } from '../models/template/builtIn';
import { type Filling, fillOutline, linesOf, type Outline, type Part } from '../models/template/outline';
import { type Page } from '../models/template/page';
import { readTemplate } from '../models/template/readWord';
import { type Kind, KINDS, TAGS } from '../models/template/template.schema';
import { wordOf } from '../models/template/word';
import { packed, wordTemplate } from '../models/template/wordFile';
import { basisOf, eventsWithin } from '../models/field/order';
import { foldSiteRecord } from '../models/siteRecord/fold';
import { samplingPages, siteRecordPages } from '../models/siteRecord/pages';
import { aSeed, aVisit, SITE, Writer } from './support/fieldWriter';

const ALL = Object.keys(KINDS) as Kind[];
const INK: Signature = {
  width: 1000,
  height: 500,
  strokes: [
    [
      [100, 100, 0],
      [400, 300, 50],
      [700, 120, 90],
    ],
    [
      [120, 400, 200],
      [800, 380, 260],
    ],
  ],
};
const PAGES: Page[] = [
  {
    index: 1,
    blocks: [
      { kind: 'heading', level: 1, text: '现场检查（勘察）笔录' },
      { kind: 'facts', rows: [['检查时间', '2026年11月24日 09:30 至 11:05']] },
      { kind: 'statements', label: '排污口', agreed: '有', statements: [{ author: '王示海', text: '一个 <外排口>' }] },
      { kind: 'signatures', signatures: [{ role: '当事人', name: '示例厂长', signature: INK, at: '2026年11月24日' }] },
    ],
  },
  {
    index: 2,
    blocks: [
      { kind: 'table', head: ['项目', '结果'], rows: [['危废间', '有\n标识不全']] },
      {
        kind: 'photos',
        photos: [{ sha256: 'a'.repeat(64), caption: '排口', proves: '有废水', takenAt: '09:40', by: '王示海' }],
      },
      { kind: 'paragraph', text: '以下空白', struck: true },
    ],
  },
];

/** A value for every tag of the kind; lists have two entries. */
function fillingOf(kind: Kind, change: Partial<Filling> = {}): Filling {
  const entry = (tags: object, at: number) =>
    Object.fromEntries(Object.keys(tags).map((tag) => [tag, `${tag}值${String(at)}`]));
  const fields = Object.fromEntries(
    Object.entries(TAGS[kind]).map(([tag, is]) => [
      tag,
      typeof is === 'object' ? [entry(is, 1), entry(is, 2)] : `${tag}＆<值>`,
    ]),
  );
  return {
    fields,
    pictures: {
      当事人: { signature: INK },
      执法人员1: { signature: INK },
      二维码: { address: 'https://示例.cn/verify?d=x' },
    },
    ...(Object.values(TAGS[kind]).includes('content') ? { pages: PAGES } : {}),
    ...change,
  };
}
const templateOf = (kind: Kind) => wordTemplate(BUILT_IN[kind], BUILT_IN[kind].footer);
const partOf = (file: Uint8Array, name: string) => strFromU8(unzipSync(file)[name] ?? new Uint8Array());
const squeezed = (text: string) => text.replace(/\s/g, '');

/** What somebody reads in the body of a Word file, without blanks. */
function wordText(file: Uint8Array): string {
  const document = new DOMParser().parseFromString(partOf(file, 'word/document.xml'), 'text/xml');
  return squeezed(Array.from(document.getElementsByTagName('w:t'), (node) => node.textContent ?? '').join(''));
}
const viewText = (pages: readonly Page[]) => squeezed(pages.flatMap(({ blocks }) => linesOf(blocks)).join(''));

describe.each(ALL)('the built-in template of %s', (kind) => {
  it('is read back from its Word file as it was written down', () => {
    expect(readTemplate(templateOf(kind), kind)).toEqual({ parts: BUILT_IN[kind].parts });
  });

  it('says the same in Word and on the phone', async () => {
    const filling = fillingOf(kind);
    const word = wordText(await wordOf(templateOf(kind), filling));
    expect(word).toBe(viewText(fillOutline(BUILT_IN[kind], filling)));
    expect(word).not.toMatch(/[{}]|undefined/);
    expect(word.length).toBeGreaterThan(60);
  });

  it('leaves out what there is nothing to say about, alike in both', async () => {
    const filling = fillingOf(kind, { fields: {}, pictures: {} });
    expect(wordText(await wordOf(templateOf(kind), filling))).toBe(viewText(fillOutline(BUILT_IN[kind], filling)));
  });
});

describe('a locked site record', () => {
  it('says the same in Word as on the page, with everything that was read over', async () => {
    const { all, first } = await aVisit();
    const state = foldSiteRecord(first.seed, all);
    expect(state.status).toBe('locked');
    const read = foldSiteRecord(first.seed, eventsWithin(all, state.reading?.basis ?? basisOf(all)) ?? []);
    const pages = siteRecordPages(state, read);
    const filling = { fields: {}, pictures: {}, pages };
    const word = wordText(await wordOf(templateOf('siteRecord'), filling));
    expect(word).toBe(viewText(fillOutline(BUILT_IN.siteRecord, filling)));
    for (const words of ['东海鱼粉示例有限公司', '何示厂', '以上笔录我已看过', '执法证号ZF-wang'])
      expect(word).toContain(words);
  });

  it('gives a sampling sheet only when something was sampled, alike in Word', async () => {
    const phone = await Writer.of('wang', aSeed());
    await phone.begin();
    expect(samplingPages(phone.state())).toBeUndefined();
    const sample = { id: '01J00000000000000000000001', no: 'S-0001', medium: 'WATER', point: '总排口', items: 'COD' };
    const more = { container: '', preservative: '', takenBy: '王示海', accompaniedBy: '何示厂' };
    await phone.say('sample', { ...sample, ...more, takenAt: phone.at(9).toISOString() }, phone.here(SITE));
    const pages = samplingPages(phone.state()) ?? [];
    const word = wordText(await wordOf(templateOf('sampling'), { fields: {}, pictures: {}, pages }));
    expect(word).toContain('采样记录单');
    expect(word).toContain('S-0001');
    expect(word).not.toContain('检查清单');
    expect(word).toBe(viewText(fillOutline(BUILT_IN.sampling, { fields: {}, pictures: {}, pages })));
  });
});

describe('a filled Word file', () => {
  it('is the same bytes for the same content, and every part is well-formed', async () => {
    const [once, again] = await Promise.all([1, 2].map(() => wordOf(templateOf('order'), fillingOf('order'))));
    expect(Buffer.from(once ?? []).equals(Buffer.from(again ?? []))).toBe(true);
    const parts = unzipSync(once ?? new Uint8Array());
    for (const [name, bytes] of Object.entries(parts)) {
      if (!/\.(xml|rels)$/.test(name)) continue;
      const faults: string[] = [];
      new DOMParser({ onError: (_, message) => void faults.push(message) }).parseFromString(
        strFromU8(bytes),
        'text/xml',
      );
      expect([name, faults]).toEqual([name, []]);
    }
  });

  it('shows a signature at the end and on every page, and leaves the place of whoever has not signed empty', async () => {
    const file = await wordOf(templateOf('order'), fillingOf('order', { fields: {} }));
    const pictureOf = (part: string, slot: string) => {
      const rel = new RegExp(`descr="签名：${slot}"[\\s\\S]*?r:embed="([^"]+)"`).exec(
        partOf(file, `word/${part}.xml`),
      )?.[1];
      const rels = partOf(file, `word/_rels/${part}.xml.rels`);
      const target = new RegExp(`Id="${String(rel)}"[^>]*Target="([^"]+)"`).exec(rels)?.[1];
      return unzipSync(file)[`word/${String(target)}`]?.length ?? 0;
    };
    for (const part of ['document', 'footer1']) {
      expect(pictureOf(part, '当事人')).toBeGreaterThan(400);
      expect(pictureOf(part, '执法人员2')).toBe(91);
    }
  });

  it('carries each signature of a record’s pages', async () => {
    const file = await wordOf(templateOf('siteRecord'), fillingOf('siteRecord'));
    expect(partOf(file, 'word/document.xml')).toMatch(/签名：当事人（已填）/);
  });

  it('keeps whatever people write, also what looks like a tag or like XML', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (text) => {
        const pages: Page[] = [{ index: 1, blocks: [{ kind: 'paragraph', text: `${text}{文号}</w:t>` }] }];
        const file = await wordOf(templateOf('siteRecord'), fillingOf('siteRecord', { pages, pictures: {} }));
        expect(wordText(file)).toContain('{文号}</w:t>');
      }),
      { numRuns: 15, seed: 7 },
    );
  });
});

/** A template of this body, with the parts it must have. */
function withParts(...parts: Part[]): Uint8Array {
  const outline: Outline = {
    parts: [
      ...parts,
      { kind: 'paragraph', text: '{文号}' },
      { kind: 'picture', slot: '二维码', before: '', after: '' },
    ],
  };
  return wordTemplate(outline, []);
}
const p = (text: string): Part => ({ kind: 'paragraph', text });
function edited(change: (document: string) => string): Uint8Array {
  const parts = unzipSync(templateOf('order'));
  const document = strFromU8(parts['word/document.xml'] ?? new Uint8Array());
  return packed({ ...parts, 'word/document.xml': strToU8(change(document)) });
}

describe('a template that is wrong is refused in words', () => {
  it.each([
    ['a tag without its end', withParts(p('当事人：{当事人')), /第1段“当事人：\{当事人”的标签 \{当事人 不完整/],
    ['an end without a tag', withParts(p('第一段'), p('当事人}')), /第2段/],
    ['a field nobody knows', withParts(p('金额 {罚金}')), /第1段“金额 \{罚金\}”的标签 \{罚金\} 不认识/],
    ['a list that is not closed', withParts(p('{#要求}'), p('{内容}')), /\{#要求\} 没有结束/],
    ['a list closed twice', withParts(p('{/要求}')), /没有对应的开始标签/],
    ['a list used as a word', withParts(p('{要求}')), /是列表/],
    ['a field of a list outside of it', withParts(p('{内容}')), /不认识/],
    ['a section across half paragraphs', withParts(p('甲 {#拒签}'), p('乙{/拒签}')), /没有结束/],
    ['no number', edited((xml) => xml.replace('{文号}', '')), /没有 \{文号\}/],
    ['no code', edited((xml) => xml.replace('descr="二维码"', 'descr=""')), /没有二维码/],
    ['a signature nobody gives', edited((xml) => xml.replace('签名：当事人', '签名：局长')), /“局长”不认识/],
    [
      'a signature in a table',
      edited((xml) =>
        xml.replace('{方式}', '</w:t><w:drawing><wp:docPr descr="签名：当事人"/></w:drawing><w:t>{方式}'),
      ),
      /放在表格里/,
    ],
    [
      'tracked changes',
      edited((xml) => xml.replace('<w:r>', '<w:ins w:id="1"><w:r><w:t>x</w:t></w:r></w:ins><w:r>')),
      /修订/,
    ],
    ['damaged XML', edited((xml) => xml.replace('</w:body>', '')), /损坏/],
    ['entities', edited((xml) => xml.replace('<w:document', '<!DOCTYPE a [<!ENTITY b "c">]><w:document')), /不正常/],
    ['no zip', Buffer.from('PK not really'), /打不开|不是 Word/],
    ['an old Word file', Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), /旧版/],
    ['an empty file', new Uint8Array(), /打不开|不是 Word/],
    ['a huge file', new Uint8Array(2 * 1024 * 1024), /太大/],
  ])('%s', (_, file, sentence) => {
    expect(() => readTemplate(file, 'order')).toThrow(sentence);
  });

  it('also when it unpacks to more than it says', () => {
    const bomb = packed({ ...unzipSync(templateOf('order')), 'word/media/big.xml': new Uint8Array(17 * 1024 * 1024) });
    expect(() => readTemplate(bomb, 'order')).toThrow(/展开后太大/);
  });

  const relation = (row: string) => strToU8(`<Relationships>${row}</Relationships>`);
  const types = (of: (said: string) => string) => ({
    '[Content_Types].xml': strToU8(
      of(strFromU8(unzipSync(templateOf('order'))['[Content_Types].xml'] ?? new Uint8Array())),
    ),
  });
  it.each<[string, Record<string, Uint8Array>, RegExp]>([
    ['a macro', { 'word/vbaProject.bin': new Uint8Array(9) }, /宏/],
    ['the data of a macro', { 'word/vbaData.xml': strToU8('<a/>') }, /宏/],
    [
      'a .docm that was renamed',
      types((said) => said.replace('document.main+xml', 'document.macroEnabled.main+xml')),
      /宏/,
    ],
    ['a control', { 'word/activeX/activeX1.xml': strToU8('<a/>') }, /控件/],
    [
      'a template fetched from outside',
      {
        'word/_rels/settings.xml.rels': relation(
          `<Relationship Type="x/attachedTemplate" Target="https://a.example/t" TargetMode="External"/>`,
        ),
      },
      /外部/,
    ],
    [
      'a picture fetched from outside, in other quotes',
      {
        'word/_rels/header1.xml.rels': relation(
          `<Relationship Type='x/image' Target='https://a.example/p' TargetMode='External'/>`,
        ),
      },
      /外部/,
    ],
    [
      'a field that asks another program, split over two runs',
      {
        'word/header1.xml': strToU8(
          '<w:hdr><w:instrText>DDE</w:instrText><w:instrText>AUTO c:\\x</w:instrText></w:hdr>',
        ),
      },
      /DDEAUTO/,
    ],
    [
      'a field that fetches a picture',
      { 'word/header1.xml': strToU8('<w:fldSimple w:instr="INCLUDEPICTURE x"/>') },
      /INCLUDEPICTURE/,
    ],
  ])('also when it brings %s', (_, brought, sentence) => {
    const file = packed({ ...unzipSync(templateOf('order')), ...brought });
    expect(() => readTemplate(file, 'order')).toThrow(sentence);
  });

  it('and a record’s template without a place for its pages', () => {
    expect(() => readTemplate(withParts(p('笔录')), 'siteRecord')).toThrow(/没有 \{@正文\}/);
  });

  it('but a tag that Word has split over several runs is whole', () => {
    const split = edited((xml) => xml.replace('{违法事实}', '{违</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>法事实}'));
    expect(readTemplate(split, 'order')).toEqual({ parts: BUILT_IN.order.parts });
  });
});
