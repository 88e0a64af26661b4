/** Names of enterprises for a Latin keyboard: 东海鱼粉 is found by “donghai” and by “dhyf”. */
import { pinyin } from 'pinyin-pro';
import { type Enterprise } from './enterprise.schema';

const spoken = (words: string) => pinyin(words, { toneType: 'none', type: 'array', nonZh: 'consecutive' });

/** Name and short names, each as one word and by its initials; lower case. Searched by their beginning. */
export function pinyinOf({ name, shortNames }: Pick<Enterprise, 'name' | 'shortNames'>): string[] {
  const ways = [name, ...shortNames].flatMap((words) => {
    const syllables = spoken(words);
    return [syllables.join(''), syllables.map((syllable) => syllable.charAt(0)).join('')];
  });
  return [...new Set(ways.map((way) => way.toLowerCase()))];
}
