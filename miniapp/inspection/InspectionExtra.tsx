import { create } from 'qrcode';
import { Link } from 'wouter';
import { type ExtraProps } from '../record/extras';
import { Badge } from '../shell/Badge';
import { type InspectionExtraAnswer } from './answers';
import './inspection.css';

/** The page of one check beyond its outline: who goes with which certificate, the dossier, and the action code to be shown. */
export function InspectionExtra({ answer }: ExtraProps) {
  const { enterprise, officers, actionCode } = answer.extra as InspectionExtraAnswer;
  return (
    <>
      {officers.length > 0 && (
        <section className="card">
          <h2>执法人员</h2>
          <ul className="crew-list">
            {officers.map(({ id, name, certificateNo, certificateValidTo, acknowledged }) => (
              <li key={id}>
                <strong>{name}</strong>
                <Badge tone={acknowledged ? 'good' : 'plain'}>{acknowledged ? '已签收' : '待签收'}</Badge>
                <span className="hint">
                  执法证 {certificateNo}，{certificateValidTo} 到期
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {enterprise && (
        <Link href={`/dossiers/${encodeURIComponent(enterprise)}`} className="button big" data-testid="open-dossier">
          查看企业档案
        </Link>
      )}
      <section className="card action-code" aria-label="行政行为码">
        <h2>行政行为码</h2>
        <ActionCode code={actionCode} />
        <code>{actionCode}</code>
        <p className="hint">检查开始前主动出示，由现场扫码后再记录。</p>
      </section>
    </>
  );
}

/** The code as a QR picture: drawn on this device, so it can be shown without network. */
function ActionCode({ code }: { code: string }) {
  const { size, data } = create(code, { errorCorrectionLevel: 'M' }).modules;
  const cells = Array.from({ length: size * size }, (_, index) => index).filter((index) => data[index]);
  const edge = 4;
  return (
    <svg viewBox={`${-edge} ${-edge} ${size + 2 * edge} ${size + 2 * edge}`} role="img" aria-label={`二维码 ${code}`}>
      <path d={cells.map((index) => `M${index % size} ${Math.floor(index / size)}h1v1h-1z`).join('')} />
    </svg>
  );
}
