/** A Word file taken apart within bounds: a few kilobytes may unpack to gigabytes, and a document may bring programs or call home. */
import { unzipSync } from 'fflate';
import { DomainError } from '../core/errors';
import { type Parts } from './wordFile';

/** Bytes of a file, and of all its parts unpacked. */
export const TEMPLATE_BYTES = 1024 * 1024;
const UNPACKED_BYTES = 16 * 1024 * 1024;
const MOST_PARTS = 300;

const refuse = (sentence: string): never => {
  throw new DomainError('INVALID_INPUT', sentence);
};

const MACRO = '文件里带有宏或嵌入对象，请另存为不带宏的 .docx 后再上传。';
/** What must not be in a document that goes out to parties under the bureau's name. */
const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [/vba|\.bin$/i, MACRO],
  [/activeX|customUI/i, '文件里带有控件或自定义按钮，请删除后再上传。'],
  [/word\/embeddings\/|afchunk/i, '文件里嵌入了其他文件，请删除后再上传。'],
];

/** Fields by which Word fetches, runs or asks other programs as soon as somebody opens the document. */
const FETCHES = /\b(DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|MACROBUTTON|DATABASE)\b/i;
const INSTRUCTIONS = /<w:instrText\b[^>]*>([\s\S]*?)<\/w:instrText>|\bw:instr\s*=\s*["']([^"']*)["']/g;

const textOf = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? new Uint8Array()).toString('utf8');

/** A file may call itself .docx and still say inside that it brings macros: a .docm that was renamed. */
function refusePrograms(parts: Parts): void {
  if (/macroEnabled|vbaProject/i.test(textOf(parts['[Content_Types].xml']))) refuse(MACRO);
  for (const [name, bytes] of Object.entries(parts)) {
    if (!/^word\/[^/]+\.xml$/.test(name)) continue;
    // Word keeps the words of one instruction in several runs.
    const said = [...textOf(bytes).matchAll(INSTRUCTIONS)].map(([, run = '', simple = '']) => run + simple).join('');
    const field = FETCHES.exec(said)?.[1];
    if (field) refuse(`文件里有会自动读取外部内容的域（${field.toUpperCase()}），请删除后再上传。`);
  }
}

/** A link to a page is harmless; a template or picture fetched from elsewhere tells somebody who opens the document, and when. */
function refuseOutside(parts: Parts): void {
  for (const [name, bytes] of Object.entries(parts)) {
    if (!name.endsWith('.rels')) continue;
    const outside = textOf(bytes).match(/<(\w+:)?Relationship\b[^>]*TargetMode\s*=\s*["']External["'][^>]*>/gi);
    if (outside?.some((relation) => !/relationships\/hyperlink["']/.test(relation)))
      refuse('文件里引用了外部的图片或模板，请改为直接插入后再上传。');
  }
}

/**
 * The parts of a .docx file.
 *
 * @throws DomainError TOO_LARGE | UNSUPPORTED_MEDIA (no .docx, damaged) | INVALID_INPUT (macros, embedded or outside content)
 */
export function unpacked(bytes: Uint8Array): Parts {
  if (bytes.length > TEMPLATE_BYTES) throw new DomainError('TOO_LARGE', '模板文件太大，请控制在1MB以内再上传。');
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf)
    throw new DomainError('UNSUPPORTED_MEDIA', '这是旧版 .doc 文件，请在 Word 里另存为 .docx 后再上传。');
  const parts = readZip(bytes);
  if (!parts['word/document.xml'] || !parts['[Content_Types].xml'])
    throw new DomainError('UNSUPPORTED_MEDIA', '这不是 Word 文档（.docx），请重新选择文件。');
  for (const name of Object.keys(parts)) {
    const forbidden = FORBIDDEN.find(([pattern]) => pattern.test(name));
    if (forbidden) refuse(forbidden[1]);
  }
  refusePrograms(parts);
  refuseOutside(parts);
  return parts;
}

function readZip(bytes: Uint8Array): Parts {
  let [size, count] = [0, 0];
  try {
    return unzipSync(bytes, {
      filter: ({ originalSize }) => {
        size += originalSize;
        count += 1;
        if (size > UNPACKED_BYTES || count > MOST_PARTS)
          throw new DomainError('TOO_LARGE', '模板展开后太大，请精简图片后再上传。');
        return true;
      },
    });
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    throw new DomainError(
      'UNSUPPORTED_MEDIA',
      '文件打不开，可能已损坏，请在 Word 里重新保存为 .docx 后再上传。',
      {},
      { cause },
    );
  }
}
