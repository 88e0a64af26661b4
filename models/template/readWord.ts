/**
 * Reads a template's Word file into its outline, and says in words what is wrong with it: every fault with its tag and the paragraph it
 * stands in. What cannot be shown on the phone exactly as Word prints it is refused here, so the two can never differ.
 */
import { DOMParser, type Document, type Element } from '@xmldom/xmldom';
import Docxtemplater from 'docxtemplater';
import PizZip from 'pizzip';
import { DomainError } from '../core/errors';
import { type Outline, type Part, type Row, TAG } from './outline';
import { type Kind, SLOTS, type Tags, TAGS } from './template.schema';
import { unpacked } from './unpack';
import { packed, type Parts } from './wordFile';

/** One thing wrong, with where it is. */
export interface TemplateFault {
  tag: string;
  /** Number of the paragraph, counted from the beginning, and how it begins. */
  paragraph: number;
  excerpt: string;
  sentence: string;
}

interface Line {
  at: number;
  text: string;
  slots: string[];
  /** 1 or 2 for a heading. */
  level?: 1 | 2;
  align?: 'center' | 'right';
}
type Item = { line: Line } | { rows: Line[][] };

const parse = (xml: string): Document => {
  if (/<!DOCTYPE/i.test(xml)) throw new DomainError('INVALID_INPUT', '文件内容不正常，请在 Word 里重新保存后再上传。');
  try {
    return new DOMParser({
      onError: (level, message) => {
        if (level !== 'warning') throw new Error(message);
      },
    }).parseFromString(xml, 'text/xml');
  } catch (cause) {
    throw new DomainError('UNSUPPORTED_MEDIA', '文件内容已损坏，请在 Word 里重新保存后再上传。', {}, { cause });
  }
};
const textOf = (parts: Parts, name: string) => Buffer.from(parts[name] ?? new Uint8Array()).toString('utf8');
const children = (node: Element): Element[] =>
  Array.from(node.childNodes).filter((child): child is Element => child.nodeType === 1);
const all = (node: Element | Document, name: string): Element[] => Array.from(node.getElementsByTagName(name));
const only = (node: Element, name: string): Element | undefined => all(node, name)[0];
const value = (node: Element | undefined): string => node?.getAttribute('w:val') ?? '';

/** What a paragraph of a template may not contain, and what to do about it. */
const UNFIT: readonly (readonly [name: string, advice: string])[] = [
  ['w:ins', '还有未接受的修订，请先接受全部修订'],
  ['w:del', '还有未接受的修订，请先接受全部修订'],
  ['w:txbxContent', '用了文本框，请改成普通段落'],
  ['w:numPr', '用了自动编号，请改成手工输入的编号'],
  ['w:footnoteReference', '用了脚注，请改成正文'],
];

class Reader {
  readonly faults: TemplateFault[] = [];
  private count = 0;
  constructor(
    private readonly headings: ReadonlyMap<string, 1 | 2>,
    private readonly tags: Tags,
  ) {}

  fault(line: Pick<Line, 'at' | 'text'>, tag: string, problem: string): void {
    const excerpt = line.text.trim().slice(0, 20);
    const where = `第${String(line.at)}段${excerpt ? `“${excerpt}”` : ''}`;
    this.faults.push({
      tag,
      paragraph: line.at,
      excerpt,
      sentence: `${where}${tag ? `的标签 ${tag} ` : ''}${problem}`,
    });
  }

  /** One paragraph: its words, and the slots of its pictures marked by a break in them. */
  line(node: Element): Line {
    this.count += 1;
    const slots: string[] = [];
    let text = '';
    const walk = (element: Element): void => {
      const name = element.tagName;
      if (name === 'w:t') text += element.textContent ?? '';
      else if (name === 'w:br' || name === 'w:cr') text += '\n';
      else if (name === 'w:tab') text += '　';
      else if (name === 'w:drawing') {
        const words = only(element, 'wp:docPr')?.getAttribute('descr') ?? '';
        const slot = words.replace(/^签名[:：]/, '').trim();
        if (words.startsWith('签名') || words === '二维码') {
          slots.push(slot);
          text += SPLIT;
        }
      } else if (name !== 'w:pPr' && name !== 'w:instrText') children(element).forEach(walk);
    };
    children(node).forEach(walk);
    const properties = only(node, 'w:pPr');
    const level = this.headings.get(value(properties && only(properties, 'w:pStyle')));
    const jc = value(properties && only(properties, 'w:jc'));
    const align: Line['align'] = jc === 'center' ? 'center' : jc === 'right' || jc === 'end' ? 'right' : undefined;
    const line: Line = { at: this.count, text, slots, ...(level ? { level } : {}), ...(align ? { align } : {}) };
    for (const [name, advice] of UNFIT) if (only(node, name)) this.fault(line, '', advice);
    return line;
  }

  items(body: Element): Item[] {
    return children(body).flatMap((node): Item[] => {
      if (node.tagName === 'w:p') return [{ line: this.line(node) }];
      if (node.tagName === 'w:sdt') return children(node).flatMap((inner) => this.items(inner));
      if (node.tagName !== 'w:tbl') return [];
      return [{ rows: all(node, 'w:tr').map((row) => this.row(row)) }];
    });
  }

  private row(row: Element): Line[] {
    return all(row, 'w:tc').map((cell) => {
      const lines = all(cell, 'w:p').map((paragraph) => this.line(paragraph));
      const [first = { at: this.count, text: '', slots: [] }] = lines;
      const whole = {
        ...first,
        text: lines.map(({ text }) => text).join('\n'),
        slots: lines.flatMap(({ slots }) => slots),
      };
      if (whole.slots.length > 0) this.fault(whole, '', '签名或二维码放在表格里，请移到正文单独一段');
      if (only(cell, 'w:tbl')) this.fault(whole, '', '表格里套了表格，请拆开');
      return whole;
    });
  }

  /** Whether every brace of the text belongs to a well-formed tag that this kind knows, within the lists that are open. */
  check(line: Line, open: readonly string[], text = line.text): void {
    const rest = text.replace(TAG, '');
    const stray = /[{}]/.exec(rest);
    if (stray) {
      const near = rest.slice(stray.index, stray.index + 12);
      this.fault(line, near, '不完整，请写成 {文号} 这样，左右括号各一个');
      return;
    }
    const inner = [...open];
    for (const [tag, sign = '', name = ''] of text.matchAll(TAG)) this.one(line, tag, sign, name.trim(), inner);
    const left = inner.slice(open.length);
    for (const name of left) this.fault(line, `{#${name}}`, `没有结束，请加上 {/${name}}`);
  }

  private one(line: Line, tag: string, sign: string, name: string, open: string[]): void {
    if (sign === '/') {
      if (open.at(-1) === name) open.pop();
      else this.fault(line, tag, '没有对应的开始标签，请检查是否成对');
      return;
    }
    const known = this.known(name, open);
    if (!known) this.fault(line, tag, `不认识，可用的标签有：${Object.keys(this.tags).slice(0, 12).join('、')}等`);
    else if (sign === '@' || known === 'content') this.fault(line, tag, '要写成 {@正文}，单独一段');
    else if (sign === '' && known !== 'text') this.fault(line, tag, `是列表，请写成 {#${name}}…{/${name}}`);
    if (sign === '#' || sign === '^') open.push(name);
  }

  private known(name: string, open: readonly string[]): Tags[string] | undefined {
    for (const list of [...open].reverse()) {
      const tags = this.tags[list];
      if (typeof tags === 'object' && Object.hasOwn(tags, name)) return 'text';
    }
    return Object.hasOwn(this.tags, name) ? this.tags[name] : undefined;
  }

  isContent = (name: string) => this.tags[name] === 'content';
}

/** Stands in the text where a picture stands; no document contains it. */
const SPLIT = '\u{f0000}';
const OWN_PARAGRAPH = /^\s*\{([#^/])([^{}]+)\}\s*$/;
const CONTENT = /^\s*\{@([^{}]+)\}\s*$/;
const ROW_STARTS = /^\s*\{#([^{}]+)\}/;

/** The empty paragraph that Word wants after a table says nothing. */
const withoutSpacers = (items: readonly Item[]) =>
  items.filter((item, at) => {
    const before = items[at - 1];
    return 'rows' in item || !before || !('rows' in before) || item.line.text.trim() !== '';
  });

/** Builds the tree of parts; sections that stand in paragraphs of their own hold what lies between them. */
function partsOf(items: readonly Item[], reader: Reader): Part[] {
  const stack: { tag: string; unless: boolean; line: Line | null; parts: Part[] }[] = [
    { tag: '', unless: false, line: null, parts: [] },
  ];
  const top = () => stack.at(-1) as (typeof stack)[number];
  const open = () => stack.slice(1).map(({ tag }) => tag);
  for (const item of withoutSpacers(items)) {
    if ('rows' in item) {
      top().parts.push({ kind: 'table', rows: item.rows.map((cells) => rowOf(cells, open(), reader)) });
      continue;
    }
    const { line } = item;
    const own = OWN_PARAGRAPH.exec(line.text);
    const content = CONTENT.exec(line.text);
    if (content && reader.isContent(content[1] ?? '') && stack.length === 1) top().parts.push({ kind: 'content' });
    else if (own && own[1] !== '/') {
      reader.check(line, open(), `${line.text}{/${own[2] ?? ''}}`);
      stack.push({ tag: own[2] ?? '', unless: own[1] === '^', line, parts: [] });
    } else if (own) {
      const closed = stack.length > 1 && top().tag === own[2] ? stack.pop() : undefined;
      if (closed) top().parts.push({ kind: 'section', tag: closed.tag, unless: closed.unless, parts: closed.parts });
      else reader.fault(line, line.text.trim(), '没有对应的开始标签，请检查是否成对');
    } else {
      reader.check(line, open());
      top().parts.push(partOf(line, reader));
    }
  }
  for (const { tag, line } of stack.slice(1)) if (line) reader.fault(line, `{#${tag}}`, `没有结束，请加上 {/${tag}}`);
  return stack[0]?.parts ?? [];
}

function partOf(line: Line, reader: Reader): Part {
  const { text, slots, level, align } = line;
  const [slot] = slots;
  if (slot) {
    const [before = '', after = ''] = text.split(SPLIT);
    if (slots.length > 1) reader.fault(line, '', '一段里有几张签名图，请每张单独一段');
    else if (!(SLOTS as readonly string[]).includes(slot))
      reader.fault(line, '', `签名图的替代文字“${slot}”不认识，可用：${SLOTS.join('、')}`);
    return { kind: 'picture', slot, before, after };
  }
  if (level) return { kind: 'heading', level, text };
  return { kind: 'paragraph', text, ...(align ? { align } : {}) };
}

function rowOf(cells: readonly Line[], open: readonly string[], reader: Reader): Row {
  const texts = cells.map(({ text }) => text);
  const each = ROW_STARTS.exec(texts[0] ?? '')?.[1];
  const ends = each ? `{/${each}}` : '';
  const last = texts.length - 1;
  if (
    !each ||
    !texts[last]?.trimEnd().endsWith(ends) ||
    (cells.length === 1 && texts[0]?.indexOf(ends) !== texts[0]?.trimEnd().lastIndexOf(ends))
  ) {
    cells.forEach((cell) => reader.check(cell, open));
    return { cells: texts };
  }
  texts[0] = (texts[0] ?? '').replace(ROW_STARTS, '');
  texts[last] = (texts[last] ?? '').trimEnd().slice(0, -ends.length);
  const [first] = cells;
  if (first) reader.check({ ...first }, open, `{#${each}}{/${each}}`);
  cells.forEach((cell, at) => reader.check(cell, [...open, each], texts[at]));
  return { each, cells: texts };
}

/** Which style ids are headings, by the name that Word gives them in any language. */
function headingsOf(parts: Parts): Map<string, 1 | 2> {
  const found = new Map<string, 1 | 2>();
  if (!parts['word/styles.xml']) return found;
  for (const style of all(parse(textOf(parts, 'word/styles.xml')), 'w:style')) {
    const name = value(only(style, 'w:name')).toLowerCase();
    const id = style.getAttribute('w:styleId') ?? '';
    if (name === 'title' || name === 'heading 1') found.set(id, 1);
    else if (/^heading [2-9]$/.test(name)) found.set(id, 2);
  }
  return found;
}

const REQUIRED = ['文号'] as const;
function missing(outline: Outline, kind: Kind, allText: string): string[] {
  const tags = REQUIRED.filter((tag) => !allText.includes(`{${tag}}`)).map((tag) => `模板里没有 {${tag}}，请加上`);
  const hasCode = outline.parts.some((part) => part.kind === 'picture' && part.slot === '二维码');
  const wantsContent = Object.values(TAGS[kind]).includes('content');
  const content = wantsContent && !outline.parts.some((part) => part.kind === 'content');
  return [
    ...tags,
    ...(hasCode ? [] : ['模板里没有二维码，请插入一张图片，替代文字写“二维码”，单独一段']),
    ...(content ? ['模板里没有 {@正文}，请单独一段加上，笔录内容会放在那里'] : []),
  ];
}

/** What docxtemplater itself finds: the net under our own check. */
function refusedByWord(parts: Parts): string[] {
  try {
    new Docxtemplater(new PizZip(packed(parts)), { paragraphLoop: true, linebreaks: true });
    return [];
  } catch (error) {
    const { properties } = error as {
      properties?: { errors?: { properties?: { xtag?: string; context?: string } }[] };
    };
    const errors = properties?.errors ?? [error as { properties?: { xtag?: string } }];
    return errors.map(({ properties: at }) => `标签 {${String(at?.xtag ?? '')}} 不完整，请检查括号是否成对`);
  }
}

/**
 * The outline of a template.
 *
 * @throws DomainError INVALID_INPUT naming tag and paragraph of what is wrong (`details.faults` holds them all) | TOO_LARGE | UNSUPPORTED_MEDIA
 */
export function readTemplate(bytes: Uint8Array, kind: Kind): Outline {
  const parts = unpacked(bytes);
  const reader = new Reader(headingsOf(parts), TAGS[kind]);
  const [body] = all(parse(textOf(parts, 'word/document.xml')), 'w:body');
  const items = body ? reader.items(body) : [];
  const outline: Outline = { parts: partsOf(items, reader) };
  const margins = Object.keys(parts).filter((name) => /^word\/(header|footer)\d*\.xml$/.test(name));
  for (const name of margins)
    for (const paragraph of all(parse(textOf(parts, name)), 'w:p')) reader.check(reader.line(paragraph), []);
  const allText = JSON.stringify(outline);
  const sentences = [...reader.faults.map(({ sentence }) => sentence), ...missing(outline, kind, allText)];
  const found = sentences.length > 0 ? sentences : refusedByWord(parts);
  if (found.length === 0) return outline;
  const more = found.length > 3 ? `；还有${String(found.length - 3)}处` : '';
  throw new DomainError(
    'INVALID_INPUT',
    `模板有${String(found.length)}处要改：${found.slice(0, 3).join('；')}${more}。`,
    {
      faults: reader.faults,
      fields: found.slice(0, 20).map((reason) => ({ field: 'file', reason })),
    },
  );
}
