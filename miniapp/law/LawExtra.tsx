import { useLocation } from 'wouter';
import { type PresentedBasis } from '../../models/law/law.rows';
import { type ExtraProps } from '../record/extras';
import { session } from '../session';
import { LawForm } from './LawForm';
import './law.css';

/** The page of one clause beyond its outline: its text, and, for the legal office, another row in its place. */
export function LawExtra({ answer }: ExtraProps) {
  const [, go] = useLocation();
  const basis = answer.extra as PresentedBasis;
  const proposes = session.get().me?.may.proposeLaw ?? false;
  return (
    <>
      <section className="card">
        <h2>条文内容</h2>
        <p className="law-text">{basis.text}</p>
      </section>
      {proposes && answer.record.status === 'inForce' && (
        <details className="card">
          <summary>提出修改（由新的一条代替，已办案件不变）</summary>
          <LawForm from={basis} onDone={(id) => go(`/law/${encodeURIComponent(id)}`)} />
        </details>
      )}
    </>
  );
}
