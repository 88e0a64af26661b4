import { type Listed } from '../answers';
import { useRemote } from '../useRemote';
import { sentenceOf } from '../wire';
import { type Colleague } from './answers';

const never = () => false;

/** Certified officers who could be sent on that day; two at least. */
export function CrewField({
  county,
  plannedOn,
  chosen,
  onChange,
}: {
  county: string;
  plannedOn: string;
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
}) {
  const asked = new URLSearchParams({ county, plannedOn }).toString();
  const { data, error } = useRemote<Listed<Colleague>>(`/api/inspections/crew?${asked}`, never);
  if (!data) return error === undefined ? null : <p className="hint">{sentenceOf(error)}</p>;
  const toggle = (id: string) => onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <div role="group" aria-label="执法人员" className="labelled">
      <span>执法人员（已选 {chosen.length} 人，至少 2 人；不选则由分局负责人派员）</span>
      <div className="chips">
        {data.items.map(({ id, name }) => (
          <button
            key={id}
            type="button"
            aria-pressed={chosen.includes(id)}
            className={chosen.includes(id) ? 'chip chosen' : 'chip'}
            onClick={() => toggle(id)}
          >
            {name}
          </button>
        ))}
      </div>
      {data.items.length === 0 && <p className="hint">那一天没有执法证有效的人员，请换一天或联系局领导。</p>}
    </div>
  );
}
