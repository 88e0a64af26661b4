import { Link } from 'wouter';
import { type ExtraProps } from '../record/extras';

interface Extra {
  case: string | null;
  partyName: string;
  fact: string;
  standard: string;
  owner: string;
  division: string;
  evidence: string[];
  told: { at: string; to: string } | null;
  services: { need: string; text: string; answer: string | null }[];
  plan: { text: string } | null;
  claim: { text: string; photos: string[] } | null;
  signedOff: { name: string; note: string } | null;
}

const shots = (hashes: readonly string[], label: string) => (
  <div className="photos">
    {hashes.map((hash) => (
      <a key={hash} className="photo" href={`/api/files/${hash}`} target="_blank" rel="noreferrer">
        <img src={`/api/files/${hash}?size=thumb`} alt={label} />
      </a>
    ))}
  </div>
);

/** One problem of the five steps: what it is, who answers for it, what was asked and promised, before and after. */
export function RectificationExtra({ answer }: ExtraProps) {
  const { partyName, fact, standard, owner, division, told, services, plan, claim, signedOff, ...extra } =
    answer.extra as Extra;
  return (
    <>
      <section className="card">
        <h2>问题</h2>
        <p>
          <strong>{partyName}</strong>
        </p>
        <p>{fact}</p>
        <p className="hint">{standard}</p>
        <p>
          企业责任人 {owner}，责任处室 {division}
          {told ? `，已告知 ${told.to}` : ''}
        </p>
        {extra.evidence.length > 0 && shots(extra.evidence, '整改前照片')}
      </section>
      {services.map(({ need, text, answer: given }) => (
        <section key={need + text} className="card">
          <h2>{need}</h2>
          <p>{text}</p>
          <p className="hint">{given ?? '待登记帮扶情况'}</p>
        </section>
      ))}
      {plan && (
        <section className="card">
          <h2>整改方案</h2>
          <p>{plan.text}</p>
        </section>
      )}
      {claim && (
        <section className="card">
          <h2>整改完成情况</h2>
          <p>{claim.text}</p>
          {claim.photos.length > 0 && shots(claim.photos, '整改后照片')}
        </section>
      )}
      {signedOff && (
        <p className="card">
          {signedOff.name} 销号。{signedOff.note}
        </p>
      )}
      {extra.case && (
        <Link href={`/penalties/${encodeURIComponent(extra.case)}`} className="button big">
          查看处罚案件
        </Link>
      )}
    </>
  );
}
