import { useDeferredValue, useState } from 'react';
import { type County, COUNTIES } from '../../models/core/place';
import { type Listed } from '../answers';
import { useRemote } from '../useRemote';

export interface Company {
  id: string;
  name: string;
  county: County;
  place: string;
}

const never = () => false;
const MOST = 6;

/** The enterprise to be checked, found by a part of its name or by pinyin. */
export function CompanyField({
  chosen,
  onChoose,
}: {
  chosen: Company | null;
  onChoose: (company: Company | null) => void;
}) {
  const [words, setWords] = useState('');
  const asked = useDeferredValue(chosen ? '' : words.trim());
  const { data } = useRemote<Listed<Company>>(
    asked.length > 1 ? `/api/dossiers?limit=${MOST}&words=${encodeURIComponent(asked)}` : null,
    never,
  );
  return (
    <div className="labelled">
      <label className="labelled">
        检查对象
        <input
          value={chosen ? chosen.name : words}
          placeholder="企业名称或拼音，例如：东海鱼粉、dhyf"
          onChange={({ target }) => {
            if (chosen) onChoose(null);
            setWords(chosen ? '' : target.value);
          }}
        />
      </label>
      {!chosen && data && (
        <div className="options">
          {data.items.map((company) => (
            <button key={company.id} type="button" className="option" onClick={() => onChoose(company)}>
              <span>{company.name}</span>
              <span className="hint">{[COUNTIES[company.county], company.place].join(' ')}</span>
            </button>
          ))}
          {data.items.length === 0 && <p className="hint">名录里没有这样的企业，请换个名称。</p>}
        </div>
      )}
    </div>
  );
}
