/** The few helpers the party's page is built from. Text is always set as text, never as HTML. */
export type Child = Node | string | null | undefined | false;
type Attributes = Readonly<Record<string, string | number | boolean | ((event: Event) => void) | null | undefined>>;

export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Child | readonly Child[])[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2).toLowerCase(), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  fill(element, children);
  return element;
}

/** Replace what an element holds. */
export function fill(element: Element, children: readonly (Child | readonly Child[])[]): void {
  while (element.firstChild) element.removeChild(element.firstChild);
  const each = children.reduce<Child[]>((all, child) => all.concat(child), []);
  for (const child of each) if (child) element.append(child);
}

/** Paragraphs of a text that was written in lines. */
export const paragraphs = (text: string): HTMLElement[] =>
  text
    .split(/\n+/)
    .filter((line) => line.trim())
    .map((line) => h('p', {}, line));

/** Something long, opened by a tap. */
export const folded = (summary: string, ...children: Child[]): HTMLElement =>
  h('details', {}, h('summary', {}, summary), ...children);

export const section = (title: string, id: string, ...children: (Child | readonly Child[])[]): HTMLElement =>
  h(
    'section',
    { 'aria-labelledby': `${id}-title`, 'data-testid': id },
    h('h2', { id: `${id}-title` }, title),
    ...children,
  );
