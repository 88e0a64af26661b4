/**
 * A template filled: docxtemplater puts in the words, this puts in the pictures. A placeholder is known by its 替代文字, which Word keeps
 * when somebody saves the file; each gets a picture of its own, so a signature stands at the end and on every page.
 */
import Docxtemplater from 'docxtemplater';
import { unzipSync, strFromU8, strToU8 } from 'fflate';
import PizZip from 'pizzip';
import { type Filling, type Picture } from './outline';
import { EMPTY, pngOf } from './ink';
import { type Signed } from './page';
import { type Parts, packed } from './wordFile';
import { type Drawn, pagesXml, SIZES } from './wordXml';

const DOCUMENT = 'word/document.xml';
const IMAGE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/image';
/** Above every id that Word or we give to placeholders. */
const FIRST_ID = 10_000;

const relsOf = (part: string) => part.replace(/^(.*\/)?([^/]+)$/, '$1_rels/$2.rels');
const emptyRels =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>';

/** Pictures to be added to a file, each with its relationship in one of the parts. */
class Pictures {
  private readonly wanted: { part: string; rel: string; name: string; picture: Picture | null }[] = [];

  add(part: string, picture: Picture | null): string {
    const number = this.wanted.length + 1;
    const rel = `rIdLiandong${String(number)}`;
    this.wanted.push({ part, rel, name: `liandong${String(number)}.png`, picture });
    return rel;
  }

  /** The parts with the pictures in them. */
  async into(parts: Record<string, Uint8Array>): Promise<void> {
    const pngs = await Promise.all(this.wanted.map(async ({ picture }) => (picture ? pngOf(picture) : EMPTY)));
    this.wanted.forEach(({ part, rel, name }, at) => {
      parts[`word/media/${name}`] = pngs[at] ?? EMPTY;
      const path = relsOf(part);
      const rels = parts[path] ? strFromU8(parts[path]) : emptyRels;
      const row = `<Relationship Id="${rel}" Type="${IMAGE}" Target="media/${name}"/>`;
      parts[path] = strToU8(rels.replace('</Relationships>', `${row}</Relationships>`));
    });
    if (this.wanted.length > 0) withPng(parts);
  }
}

/** A file without a single PNG does not say what one is. */
function withPng(parts: Record<string, Uint8Array>): void {
  const name = '[Content_Types].xml';
  const types = strFromU8(parts[name] ?? new Uint8Array());
  if (/Extension="png"/i.test(types)) return;
  parts[name] = strToU8(types.replace(/(<Types[^>]*>)/, '$1<Default Extension="png" ContentType="image/png"/>'));
}

/** Draws what stands in the pages of a record, at its own size. */
function drawInto(pictures: Pictures) {
  let id = FIRST_ID;
  return (one: Signed | { address: string }): Drawn | undefined => {
    const isCode = 'address' in one;
    const picture = isCode ? one : one.signature && { signature: one.signature };
    if (!picture) return undefined;
    id += 1;
    const words = isCode ? '二维码' : `签名：${one.role}`;
    return {
      rel: pictures.add(DOCUMENT, picture),
      words: `${words}（已填）`,
      id,
      ...(isCode ? SIZES.code : SIZES.signature),
    };
  };
}

const DRAWING = /<w:drawing\b[\s\S]*?<\/w:drawing>/g;
const SLOT = /<wp:docPr\b[^>]*\bdescr="(?:签名[:：]\s*)?([^"]*)"/;

/** Every placeholder of one part gets the picture of its slot; whoever has not signed leaves nothing. */
function exchanged(xml: string, part: string, filling: Filling, pictures: Pictures): string {
  return xml.replace(DRAWING, (one) => {
    const slot = SLOT.exec(one)?.[1]?.trim() ?? '';
    if (!/descr="(签名|二维码)/.test(one) || slot.endsWith('（已填）')) return one;
    const rel = pictures.add(part, filling.pictures[slot] ?? null);
    return one.replace(/r:embed="[^"]*"/, `r:embed="${rel}"`);
  });
}

/**
 * The Word file of a filled template. The same template and the same filling give the same bytes.
 *
 * @param template bytes of an approved template (readTemplate has judged it)
 */
export async function wordOf(template: Uint8Array, filling: Filling): Promise<Uint8Array> {
  const pictures = new Pictures();
  const content = filling.pages ? pagesXml(filling.pages, drawInto(pictures)) : '';
  const filled = new Docxtemplater(new PizZip(template), {
    paragraphLoop: true,
    linebreaks: true,
    nullGetter: () => '',
  })
    .render({ ...filling.fields, 正文: content })
    .getZip()
    .generate({ type: 'uint8array', compression: 'STORE' });
  const parts: Record<string, Uint8Array> = unzipSync(filled);
  for (const part of Object.keys(parts).sort())
    if (/^word\/(document|header\d*|footer\d*)\.xml$/.test(part))
      parts[part] = strToU8(exchanged(strFromU8(parts[part] ?? new Uint8Array()), part, filling, pictures));
  await pictures.into(parts);
  return packed(parts satisfies Parts);
}
