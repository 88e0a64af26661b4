import { type ExtraProps } from '../record/extras';
import { DocumentsExtra } from '../document/DocumentsExtra';

/** On the page of a site record: its own documents, and the way to those handed over on site. */
export function VisitDocuments(props: ExtraProps) {
  const { record } = props.answer;
  return (
    <>
      <DocumentsExtra {...props} />
      <a className="button big" href={`#/on-site/${encodeURIComponent(record.id)}`} data-testid="on-site-documents">
        现场文书：责令改正、当场处罚、先行登记保存
      </a>
    </>
  );
}
