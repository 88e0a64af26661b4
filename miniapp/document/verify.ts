/** The page a printed code opens: what anybody holding the paper may know. A copy is hashed here and never leaves the device. */
import './verify.css';

interface Verified {
  no: string;
  title: string;
  day: string;
  authority: string;
  hash: string;
}

const LABELS: readonly (readonly [keyof Verified, string])[] = [
  ['title', '文书'],
  ['no', '文号'],
  ['day', '日期'],
  ['authority', '作出机关'],
  ['hash', '内容指纹（SHA-256）'],
];
const UNREACHABLE = '暂时连不上核验服务，请检查网络后刷新。';
const MOST_BYTES = 50 * 1024 * 1024;

function element(tag: string, text: string, className = ''): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

/** @throws Error with a sentence for people */
async function ask<T>(path: string): Promise<T> {
  const answer = await fetch(path, { cache: 'no-store', credentials: 'omit' }).catch(() => {
    throw new Error(UNREACHABLE);
  });
  const body = (await answer.json().catch(() => ({}))) as T & { error?: { message?: string } };
  if (answer.ok) return body;
  throw new Error(body.error?.message ?? UNREACHABLE);
}

async function hashOf(file: File): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : UNREACHABLE);

/** Takes a Word or PDF copy and says whether it is byte for byte one that was handed out. */
function copyCheck(path: string, query: string): HTMLElement {
  const box = element('section', '');
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.docx,.pdf';
  const label = element('label', '手里有电子版？选择 Word 或 PDF 文件，在本机计算指纹后比对（文件不会上传）。');
  label.append(input);
  const verdict = element('p', '', 'verdict');
  verdict.setAttribute('role', 'status');
  const say = (text: string, tone: string) => {
    verdict.textContent = text;
    verdict.className = `verdict ${tone}`;
  };
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (!file) return;
    if (file.size > MOST_BYTES) return say('文件太大，不是本机关出具的文书。', 'bad');
    say('正在比对…', '');
    hashOf(file)
      .then((hash) => ask<{ ours: boolean }>(`${path}/copies/${hash}${query}`))
      .then(({ ours }) =>
        ours
          ? say('一致：这份文件由本机关系统出具，没有被改动。', 'good')
          : say('不一致：这份文件不是原样出具的，请以纸质文书为准，或向作出机关核实。', 'bad'),
      )
      .catch((error: unknown) => say(sentenceOf(error), 'bad'));
  });
  box.append(label, verdict);
  return box;
}

async function show(root: HTMLElement): Promise<void> {
  const asked = new URLSearchParams(window.location.search);
  const path = `/api/verify/${encodeURIComponent(asked.get('d') ?? '')}`;
  const query = `?n=${encodeURIComponent(asked.get('n') ?? '')}`;
  try {
    const found = await ask<Verified>(path + query);
    const facts = document.createElement('dl');
    for (const [field, label] of LABELS) facts.append(element('dt', label), element('dd', found[field]));
    root.replaceChildren(
      element('h1', '文书核验'),
      element('p', '查到这份文书。请核对下列内容与纸面是否一致。', 'verdict good'),
      facts,
      copyCheck(path, query),
    );
  } catch (error) {
    root.replaceChildren(element('h1', '文书核验'), element('p', sentenceOf(error), 'verdict bad'));
  }
}

const root = document.getElementById('root');
if (root) void show(root);
