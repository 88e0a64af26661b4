/** Which facts a record keeps when more come than it holds: each source stays among them, and the first words stay first. */
import { type Fact } from './incident.schema';

const voiceOf = ({ from, station, item }: Fact) => `${station ?? from}|${item ?? ''}`;

/**
 * Facts with those that came, at most `cap`, each once. A new voice takes the place of the newest of the one that spoke most.
 *
 * @returns the same list when nothing is added
 */
export function withFacts(facts: readonly Fact[], came: readonly Fact[], cap: number): Fact[] {
  const kept = [...facts];
  const ids = new Set(kept.map(({ id }) => id));
  const counts = new Map<string, number>();
  for (const fact of kept) counts.set(voiceOf(fact), (counts.get(voiceOf(fact)) ?? 0) + 1);
  for (const fact of came) {
    if (ids.has(fact.id)) continue;
    const voice = voiceOf(fact);
    if (kept.length >= cap) {
      if (counts.has(voice)) continue;
      const [loudest = '', times = 0] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
      if (times < 2) continue;
      kept.splice(
        kept.findLastIndex((one) => voiceOf(one) === loudest),
        1,
      );
      counts.set(loudest, times - 1);
    }
    kept.push(fact);
    ids.add(fact.id);
    counts.set(voice, (counts.get(voice) ?? 0) + 1);
  }
  return kept;
}

/** Facts that came by a form and so stand nowhere else. */
export const FORM_FACT = 'form:';

/** All that is known: signals, and what people wrote. */
export const factCount = ({ facts, signalCount }: { facts: readonly Fact[]; signalCount: number }): number =>
  signalCount + facts.filter(({ id }) => id.startsWith(FORM_FACT)).length;
