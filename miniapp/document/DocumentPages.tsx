import { type ComponentType } from 'react';
import { signaturePath } from '../../models/core/signature';
import { codePath } from '../../models/template/code';
import { linesOf } from '../../models/template/outline';
import { type Block, type Page, type Signed } from '../../models/template/page';
import './document.css';

/**
 * A document as sheets of paper: the same words as in Word, readable on a telephone without zooming; works without network.
 *
 * @param total how many pages the document has where only some are shown
 */
export function DocumentPages({ pages, total = pages.length }: { pages: readonly Page[]; total?: number }) {
  return (
    <div className="sheets">
      {pages.map(({ index, blocks }) => (
        <article
          key={index}
          className="sheet-of-paper"
          aria-label={`第 ${String(index)} 页`}
          data-testid="document-page"
        >
          {blocks.map((block, at) => (
            // Blocks have no identity of their own, and a document never reorders them.
            <BlockView key={at} block={block} />
          ))}
          <footer aria-hidden>
            第 {index} 页 共 {total} 页
          </footer>
        </article>
      ))}
    </div>
  );
}

type View<K extends Block['kind']> = ComponentType<{ block: Extract<Block, { kind: K }> }>;

const Lines = ({ block }: { block: Block }) =>
  linesOf([block]).map((line, at) => (
    <p key={at} className="said">
      {line}
    </p>
  ));

const Row = ({ cells, head = false }: { cells: readonly string[]; head?: boolean }) => (
  <tr>{cells.map((text, at) => (head ? <th key={at}>{text}</th> : <td key={at}>{text}</td>))}</tr>
);

function Ink({ signed }: { signed: Signed }) {
  const { role, name, certificateNo, signature, at, note } = signed;
  return (
    <p className="signed">
      {role}
      {name}
      {certificateNo ? `（${certificateNo}）` : ''}
      {signature && (
        <svg
          viewBox={`0 0 ${String(signature.width)} ${String(signature.height)}`}
          role="img"
          aria-label={`${role}签名`}
        >
          <path d={signaturePath(signature)} />
        </svg>
      )}
      {note}
      {at}
    </p>
  );
}

function Code({ block: { address, caption } }: { block: Extract<Block, { kind: 'qr' }> }) {
  const code = address ? codePath(address) : undefined;
  return (
    <div className="code">
      {code && (
        <svg viewBox={`0 0 ${String(code.size)} ${String(code.size)}`} role="img" aria-label="核验二维码">
          <path d={code.path} />
        </svg>
      )}
      <p>{caption}</p>
    </div>
  );
}

const VIEWS: { [K in Block['kind']]: View<K> } = {
  heading: ({ block: { level, text } }) => (level === 1 ? <h1>{text}</h1> : <h2>{text}</h2>),
  paragraph: ({ block: { text, align, struck } }) => <p className={align}>{struck ? <del>{text}</del> : text}</p>,
  facts: ({ block: { rows } }) => (
    <table>
      <tbody>
        {rows.map((cells, at) => (
          <Row key={at} cells={cells} />
        ))}
      </tbody>
    </table>
  ),
  table: ({ block: { head, rows } }) => (
    <table>
      {head.length > 0 && (
        <thead>
          <Row cells={head} head />
        </thead>
      )}
      <tbody>
        {rows.map((cells, at) => (
          <Row key={at} cells={cells} />
        ))}
      </tbody>
    </table>
  ),
  statements: Lines,
  signatures: ({ block: { signatures } }) => signatures.map((signed, at) => <Ink key={at} signed={signed} />),
  photos: Lines,
  qr: Code,
};

function BlockView({ block }: { block: Block }) {
  const View = VIEWS[block.kind] as ComponentType<{ block: Block }>;
  return <View block={block} />;
}
