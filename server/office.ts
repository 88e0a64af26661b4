/** PDF by LibreOffice, where the machine has it: found at start, one file at a time, each within a time limit. */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { DomainError } from '../models/core/errors';
import { oneAtATime } from './oneAtATime';

const run = promisify(execFile);

export interface Office {
  /** Version as the program says it; null where there is none. */
  version: string | null;
  /**
   * The file as PDF.
   *
   * @throws DomainError UNAVAILABLE without LibreOffice, when many wait, or when it takes too long
   */
  pdf: (word: Uint8Array) => Promise<Buffer>;
}

const LOOK_MS = 20_000;
const CONVERT_MS = 60_000;
const MOST_WAITING = 10;
const MOST_BYTES = 50 * 1024 * 1024;

const absent = (): Promise<never> =>
  Promise.reject(
    new DomainError('UNAVAILABLE', '这台服务器没有安装 LibreOffice，不能生成 PDF，请下载 Word 或直接看页面。'),
  );

/** Ends what was started together with everything it started itself. */
function stop(pid: number | undefined): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

function converted(program: string, folder: string, file: string): Promise<void> {
  return new Promise((done, failed) => {
    const profile = pathToFileURL(join(folder, 'profile')).href;
    const child = spawn(
      program,
      [`-env:UserInstallation=${profile}`, '--headless', '--convert-to', 'pdf', '--outdir', folder, file],
      { detached: true, stdio: 'ignore' },
    );
    const limit = setTimeout(() => {
      stop(child.pid);
      failed(new Error('the conversion took too long'));
    }, CONVERT_MS);
    child.once('error', failed);
    child.once('exit', (code) => {
      clearTimeout(limit);
      if (code === 0) done();
      else failed(new Error(`the conversion ended with ${String(code)}`));
    });
  });
}

async function convert(program: string, word: Uint8Array): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'liandong-pdf-'));
  try {
    const file = join(folder, 'document.docx');
    await writeFile(file, word);
    await converted(program, folder, file);
    const pdf = await readFile(join(folder, 'document.pdf'));
    if (pdf.length > MOST_BYTES || pdf.subarray(0, 5).toString('latin1') !== '%PDF-')
      throw new Error('no PDF came out');
    return pdf;
  } catch (cause) {
    throw new DomainError('UNAVAILABLE', 'PDF 暂时生成不了，请下载 Word，或稍后再试。', {}, { cause });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const PROGRAMS = ['soffice', 'libreoffice'] as const;

/** Look for LibreOffice among the programs of this machine. */
export async function findOffice(programs: readonly string[] = PROGRAMS): Promise<Office> {
  for (const program of programs) {
    const found = await run(program, ['--version'], { timeout: LOOK_MS }).catch(() => null);
    if (!found) continue;
    const queue = oneAtATime(MOST_WAITING, '正在生成的 PDF 较多，请稍候再试，或先下载 Word。');
    return { version: found.stdout.trim().slice(0, 80), pdf: (word) => queue(() => convert(program, word)) };
  }
  return { version: null, pdf: absent };
}
