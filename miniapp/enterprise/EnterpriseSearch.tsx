import { useDeferredValue, useState } from 'react';
import { COUNTIES } from '../../models/core/place';
import { CATEGORIES, CONTROL_LEVELS, SECTORS } from '../../models/enterprise/enterprise.schema';
import { type Listed } from '../answers';
import { Badge, type Tone } from '../shell/Badge';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { useRemote } from '../useRemote';
import { type ListedEnterprise } from './answers';
import '../inspection/inspection.css';

const TONES: Record<ListedEnterprise['category'], Tone> = { GREEN: 'good', YELLOW: 'warning', RED: 'danger' };
const never = () => false;

type Filter = Readonly<Record<string, string>>;
const SELECTS = [
  { name: 'sector', all: '全部行业', words: SECTORS as Record<string, string> },
  { name: 'category', all: '全部类别', words: CATEGORIES as Record<string, string> },
  { name: 'county', all: '全市', words: COUNTIES as Record<string, string> },
];

/** The register: found by words or pinyin, sector, category and county. Whoever works for one county chooses none. */
export function EnterpriseSearch({
  chosen,
  onChoose,
  withCounty,
}: {
  chosen?: string | undefined;
  onChoose: (id: string) => void;
  withCounty: boolean;
}) {
  const [words, setWords] = useState('');
  const [filter, setFilter] = useState<Filter>({});
  const settled = useDeferredValue(words.trim());
  const asked = new URLSearchParams({ limit: '50', ...filter, ...(settled ? { words: settled } : {}) }).toString();
  const { data, error, reload } = useRemote<Listed<ListedEnterprise>>(`/api/dossiers?${asked}`, never);
  const put = (name: string, value: string) =>
    setFilter({
      ...Object.fromEntries(Object.entries(filter).filter(([own]) => own !== name)),
      ...(value ? { [name]: value } : {}),
    });
  return (
    <>
      <div className="registry-filters">
        <input
          type="search"
          aria-label="按名称或拼音查找企业"
          placeholder="企业名称或拼音，例如：东海鱼粉、dhyf"
          value={words}
          onChange={({ target }) => setWords(target.value)}
        />
        <div className="pair">
          {SELECTS.filter(({ name }) => withCounty || name !== 'county').map(({ name, all, words: options }) => (
            <select
              key={name}
              aria-label={all}
              value={filter[name] ?? ''}
              onChange={({ target }) => put(name, target.value)}
            >
              <option value="">{all}</option>
              {Object.entries(options).map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          ))}
        </div>
      </div>
      {!data && (error === undefined ? <Waiting lines={4} /> : <Trouble error={error} onAgain={reload} />)}
      {data?.items.length === 0 && (
        <Nothing title="没有找到这样的企业">换个名称试试，也可以用拼音或首字母，例如 dhyf。</Nothing>
      )}
      <ul className="record-rows" aria-label="企业">
        {data?.items.map(({ id, name, sector, county, place, category, controlLevel }) => (
          <li key={id}>
            <button
              type="button"
              className={id === chosen ? 'record-row chosen' : 'record-row'}
              aria-current={id === chosen}
              onClick={() => onChoose(id)}
              data-testid="enterprise-row"
            >
              <strong>{name}</strong>
              <span className="hint">{[SECTORS[sector], COUNTIES[county], place].join(' · ')}</span>
              <span className="row wrap">
                <Badge tone={TONES[category]}>{CATEGORIES[category]}</Badge>
                {controlLevel !== 'NONE' && <Badge>{CONTROL_LEVELS[controlLevel]}</Badge>}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
