/** Files on their way up, one after the other; each says what became of it. */
import { Refused, sendFile, Unreachable } from './api';
import { type PartyFile } from './answers';
import { fill, h } from './dom';
import { sizeWords } from './words';

const ACCEPT = 'image/jpeg,image/png,image/webp,application/pdf,.pdf,.docx';
const MOST = 10;

export interface FilesField {
  element: HTMLElement;
  /** False while one is still on its way. */
  settled: () => boolean;
}

/** @param keep told of the files that are up, whenever that changes */
export function filesField(kept: readonly PartyFile[], fileMb: number, keep: (files: PartyFile[]) => void): FilesField {
  let files = [...kept];
  let waiting = 0;
  const list = h('ul', { class: 'files' });
  const said = h('p', { class: 'fault', role: 'alert' });
  const input = h('input', {
    type: 'file',
    multiple: true,
    accept: ACCEPT,
    class: 'hidden',
    id: 'files',
    'data-testid': 'files',
  });
  const remove = (hash: string) => {
    files = files.filter((one) => one.hash !== hash);
    changed();
  };
  function changed(): void {
    keep(files);
    fill(list, [
      files.map(({ hash, name, bytes }) =>
        h(
          'li',
          {},
          h('span', {}, `${name}（${sizeWords(bytes)}）`),
          h(
            'button',
            { type: 'button', class: 'plain', 'aria-label': `删除${name}`, onclick: () => remove(hash) },
            '删除',
          ),
        ),
      ),
      waiting > 0 && h('li', { class: 'quiet', role: 'status' }, `正在上传 ${String(waiting)} 个文件…`),
    ]);
  }
  async function take(chosen: readonly File[]): Promise<void> {
    said.textContent = '';
    for (const one of chosen) {
      if (files.length + 1 > MOST) {
        said.textContent = `一次最多${String(MOST)}个文件，其余的请分次提交。`;
        return;
      }
      if (one.size > fileMb * 1_048_576) {
        said.textContent = `“${one.name}”太大，每个文件请控制在${String(fileMb)}MB以内。`;
        continue;
      }
      waiting += 1;
      changed();
      try {
        const up = await sendFile(one);
        if (!files.some(({ hash }) => hash === up.hash)) files.push(up);
      } catch (error) {
        said.textContent =
          error instanceof Refused
            ? `“${one.name}”没有收下：${error.message}`
            : error instanceof Unreachable
              ? `“${one.name}”没有传上去，请检查网络后重新选择。`
              : '文件没有传上去，请重新选择。';
      }
      waiting -= 1;
      changed();
    }
  }
  input.addEventListener('change', () => {
    const chosen = Array.from(input.files ?? []);
    input.value = '';
    void take(chosen);
  });
  changed();
  return {
    element: h(
      'div',
      { class: 'field' },
      h('div', { class: 'label' }, '材料（照片、PDF、Word）'),
      list,
      input,
      h('label', { for: 'files', class: 'button', role: 'button', tabindex: 0 }, '添加照片或文件'),
      h('p', { class: 'quiet' }, `每个不超过${String(fileMb)}MB，最多${String(MOST)}个。`),
      said,
    ),
    settled: () => waiting === 0,
  };
}
