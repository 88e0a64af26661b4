import { execFileSync } from 'node:child_process';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * When a process started, as text that differs for another program under the same pid; '' when there is none.
 *
 * @param {number} pid
 */
function startOf(pid) {
  try {
    if (process.platform !== 'linux')
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may hold spaces; start time is field 22 of all.
    const [state, , , , , , , , , , , , , , , , , , , ticks] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? '' : (ticks ?? '');
  } catch {
    return '';
  }
}

/** @param {string} text @returns {number | undefined} the pid of the living owner a lock file names */
function livingOwner(text) {
  const [pid, start] = text.split('\n');
  const running = startOf(Number(pid));
  return running !== '' && running === start ? Number(pid) : undefined;
}

/**
 * Make this process the only engine host of a folder. A lock file whose owner is dead, or whose pid now belongs to
 * another program, is taken over. (The storage engine keeps a lock of its own below this one; ours answers at once and
 * names the owner.)
 *
 * @param {string} folder
 * @returns {() => void} gives the folder back
 * @throws Error with `owner` (pid) when another host lives
 */
export function claimFolder(folder) {
  const path = join(folder, 'engine.lock');
  const mine = `${process.pid}\n${startOf(process.pid)}\n`;
  for (;;) {
    if (createWhole(path, mine)) return () => rmSync(path, { force: true });
    const found = readIfThere(path);
    if (found === undefined) continue;
    const owner = livingOwner(found);
    if (owner) {
      const message = `数据目录 ${folder} 正被另一个进程使用（进程号 ${owner}）。请先停止它，或用 DATA_DIR 换一个目录。`;
      throw Object.assign(new Error(message), { owner });
    }
    moveAside(path, found);
  }
}

/**
 * Create a file with its content in one step, so that nobody reads it half written and takes it for stale.
 *
 * @param {string} path
 * @param {string} text
 * @returns {boolean} false when the file exists
 */
function createWhole(path, text) {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** @param {string} path */
function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Remove a stale lock by renaming it first: if a quicker starter has replaced it meanwhile, its lock is put back.
 *
 * @param {string} path
 * @param {string} stale
 */
function moveAside(path, stale) {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') !== stale) linkSync(aside, path);
  } catch {
    // somebody else was quicker; the next round sees what is there now
  } finally {
    rmSync(aside, { force: true });
  }
}
