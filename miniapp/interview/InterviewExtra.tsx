import { type ExtraProps } from '../record/extras';
import { Doubts, Papers } from '../siteRecord/FieldParts';
import { FieldExtra } from '../siteRecord/recordAnswer';
import '../siteRecord/ending.css';

/** An interview beyond its outline: what to look at twice, the record itself, and the way back to its site record. */
export function InterviewExtra({ answer }: ExtraProps) {
  const extra = FieldExtra.safeParse(answer.extra).data;
  const { id, status } = answer.record;
  if (!extra) return null;
  return (
    <>
      {extra.mine && status !== 'locked' && (
        <a className="button big primary" href={`/#/interview/${encodeURIComponent(id)}`} data-testid="go-on">
          继续填写
        </a>
      )}
      {extra.siteRecord && (
        <a className="button big" href={`#/site-records/${encodeURIComponent(extra.siteRecord)}`}>
          查看现场检查笔录
        </a>
      )}
      <Doubts extra={extra} />
      <Papers extra={extra} path="interviews" id={id} kinds={['interview']} />
    </>
  );
}
