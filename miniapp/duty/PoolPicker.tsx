import { Select, Tag } from 'antd';
import { type Need, type Pattern, postKey, postName } from '../../models/duty/pattern';
import { type Colleague } from './rosterAnswer';

export interface Chosen {
  included: (Pick<Need, 'post' | 'county'> & { person: string })[];
  excluded: string[];
}

const SHOWN = 16;

/** Whom each post is planned with: by the rules, with people left out and put in by hand. */
export function PoolPicker({
  pattern,
  people,
  chosen,
  onChange,
}: {
  pattern: Pattern;
  people: readonly Colleague[];
  chosen: Chosen;
  onChange: (chosen: Chosen) => void;
}) {
  const { included, excluded } = chosen;
  const needs = [...new Map(pattern.flatMap((row) => row.needs).map((need) => [postKey(need), need])).values()];
  const byHand = new Map(included.map((one) => [one.person, postKey(one)]));
  const poolOf = ({ id, posts }: Colleague) => (excluded.includes(id) ? undefined : (byHand.get(id) ?? posts[0]));
  const leave = (id: string) =>
    onChange({ included: included.filter(({ person }) => person !== id), excluded: [...excluded, id] });
  const take = (need: Need, id: string) =>
    onChange({
      included: [
        ...included.filter(({ person }) => person !== id),
        { post: need.post, county: need.county, person: id },
      ],
      excluded: excluded.filter((one) => one !== id),
    });
  return (
    <div className="roster-pools">
      {needs.map((need) => {
        const key = postKey(need);
        const inPool = people.filter((person) => poolOf(person) === key);
        const others = people.filter((person) => poolOf(person) !== key);
        return (
          <section key={key} aria-label={postName(need)}>
            <h3>
              {postName(need)} <span className="hint">{inPool.length} 人</span>
            </h3>
            <div className="roster-tags">
              {inPool.slice(0, SHOWN).map(({ id, name }) => (
                <Tag key={id} closable onClose={() => leave(id)}>
                  {name}
                </Tag>
              ))}
              {inPool.length > SHOWN && <span className="hint">等 {inPool.length} 人</span>}
            </div>
            <div className="row">
              <Select
                value={null}
                placeholder="加人"
                options={others.map(({ id, name, unitName }) => ({ value: id, label: `${name}　${unitName ?? ''}` }))}
                onChange={(id: string | null) => id && take(need, id)}
                optionFilterProp="label"
                showSearch
                aria-label={`给${postName(need)}加人`}
              />
              {inPool.length > SHOWN && (
                <Select
                  value={null}
                  placeholder="去掉"
                  options={inPool.map(({ id, name }) => ({ value: id, label: name }))}
                  onChange={(id: string | null) => id && leave(id)}
                  optionFilterProp="label"
                  showSearch
                  aria-label={`从${postName(need)}去掉`}
                />
              )}
            </div>
          </section>
        );
      })}
    </div>
  );
}
