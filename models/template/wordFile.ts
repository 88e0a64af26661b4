/** The Word file around a body: fixed parts in readable XML, packed so that the same content is the same bytes. */
import { strToU8, zipSync, type Zippable } from 'fflate';
import { type Outline } from './outline';
import { bodyOf, drawing, type Drawn, paragraph, run, SIZES, slotWords } from './wordXml';

export type Parts = Readonly<Record<string, Uint8Array>>;

/** The oldest day a zip can name: the file says when nothing, so that its hash depends on its content alone. */
const NO_TIME = new Date(1980, 0, 1, 12);

/** Pack in a fixed order without times; [Content_Types].xml first, as readers of Word files expect. */
export function packed(parts: Parts): Uint8Array {
  const names = Object.keys(parts).sort((a, b) =>
    a.startsWith('[') === b.startsWith('[') ? (a < b ? -1 : 1) : a.startsWith('[') ? -1 : 1,
  );
  const files: Zippable = {};
  for (const name of names) files[name] = [parts[name] ?? new Uint8Array(), { mtime: NO_TIME }];
  return zipSync(files, { level: 6 });
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const NAMESPACES =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ' +
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ' +
  'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"';
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml';

/** One light grey pixel: shows in Word where a picture will stand. */
const PLACEHOLDER = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAADUlEQVQImWN49vLDfwAJNwO/ttbCKwAAAABJRU5ErkJggg==',
  'base64',
);

const style = (id: string, name: string, paragraphs: string, runs: string) =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/><w:pPr>${paragraphs}</w:pPr><w:rPr>${runs}</w:rPr></w:style>`;
const STYLES = `${HEAD}<w:styles ${NAMESPACES}>
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋"/><w:sz w:val="28"/><w:lang w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr><w:spacing w:line="480" w:lineRule="atLeast"/></w:pPr></w:style>
${style('Title', 'Title', '<w:spacing w:before="120" w:after="240" w:line="600" w:lineRule="exact"/><w:jc w:val="center"/>', '<w:rFonts w:eastAsia="宋体"/><w:b/><w:sz w:val="40"/>')}
${style('Heading2', 'heading 2', '<w:spacing w:before="120" w:line="480" w:lineRule="exact"/>', '<w:rFonts w:eastAsia="黑体"/><w:b/>')}
${style('Cell', 'Cell', '<w:spacing w:line="340" w:lineRule="atLeast"/>', '<w:sz w:val="24"/>')}
${style('Footer', 'footer', '<w:spacing w:line="240" w:lineRule="atLeast"/>', '<w:sz w:val="18"/>')}
<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>${['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map((side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>`).join('')}</w:tblBorders></w:tblPr></w:style>
</w:styles>`;

const SECTION =
  '<w:sectPr><w:footerReference w:type="default" r:id="rIdFooter"/><w:pgSz w:w="11906" w:h="16838"/>' +
  '<w:pgMar w:top="1440" w:right="1500" w:bottom="1440" w:left="1500" w:header="700" w:footer="500" w:gutter="0"/></w:sectPr>';

const field = (name: string) =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ${name} </w:instrText></w:r>` +
  `<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`;

/** Keeps account of the pictures of one part of the file. */
function placeholders() {
  const drawn: Drawn[] = [];
  const placeholder = (slot: string): Drawn => {
    const size = slot === '二维码' ? SIZES.code : SIZES.signature;
    const made = {
      rel: `rIdPicture${String(drawn.length + 1)}`,
      words: slotWords(slot),
      id: drawn.length + 1,
      ...size,
    };
    drawn.push(made);
    return made;
  };
  return { drawn, placeholder };
}

const relations = (rows: readonly string[]) =>
  strToU8(
    `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${rows.join('')}</Relationships>`,
  );
const relation = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="${REL}/${type}" Target="${target}"/>`;
const toPlaceholder = ({ rel }: Drawn) => relation(rel, 'image', 'media/placeholder.png');

/** Signatures of the people concerned on every page, and which page of how many it is. */
function footer(slots: readonly string[]) {
  const { drawn, placeholder } = placeholders();
  const small = (slot: string) => ({ ...placeholder(slot), widthMm: 20, heightMm: 10 });
  const signed = slots.map((slot) => run(`${slot}：`) + drawing(small(slot))).join('');
  const pages = run('　第 ') + field('PAGE') + run(' 页 共 ') + field('NUMPAGES') + run(' 页');
  const xml = `${HEAD}<w:ftr ${NAMESPACES}>${paragraph(signed + pages, { style: 'Footer' })}</w:ftr>`;
  return { xml, rels: drawn.map(toPlaceholder) };
}

const CONTENT_TYPES = `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="png" ContentType="image/png"/>
<Override PartName="/word/document.xml" ContentType="${TYPE}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="${TYPE}.styles+xml"/>
<Override PartName="/word/footer1.xml" ContentType="${TYPE}.footer+xml"/>
</Types>`;

/**
 * The Word file of a template written down as an outline.
 *
 * @param footerSlots whose signatures stand at the foot of every page
 */
export function wordTemplate(outline: Outline, footerSlots: readonly string[]): Uint8Array {
  const { drawn, placeholder } = placeholders();
  const body = bodyOf(outline, placeholder);
  const foot = footer(footerSlots);
  return packed({
    '[Content_Types].xml': strToU8(CONTENT_TYPES),
    '_rels/.rels': relations([relation('rId1', 'officeDocument', 'word/document.xml')]),
    'word/document.xml': strToU8(`${HEAD}<w:document ${NAMESPACES}><w:body>${body}${SECTION}</w:body></w:document>`),
    'word/_rels/document.xml.rels': relations([
      relation('rIdStyles', 'styles', 'styles.xml'),
      relation('rIdFooter', 'footer', 'footer1.xml'),
      ...drawn.map(toPlaceholder),
    ]),
    'word/styles.xml': strToU8(STYLES),
    'word/footer1.xml': strToU8(foot.xml),
    'word/_rels/footer1.xml.rels': relations(foot.rels),
    'word/media/placeholder.png': PLACEHOLDER,
  });
}
