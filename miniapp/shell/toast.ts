let shown: HTMLElement | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** One short sentence at the foot of the page, read aloud, gone after four seconds. */
export function toast(sentence: string): void {
  shown ??= document.body.appendChild(
    Object.assign(document.createElement('div'), { className: 'toast', role: 'status' }),
  );
  shown.textContent = sentence;
  shown.classList.add('visible');
  clearTimeout(timer);
  timer = setTimeout(() => shown?.classList.remove('visible'), 4000);
}
