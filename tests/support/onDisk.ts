import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const filesBelow = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });

/** Which of these words lie readable in what a browser profile keeps for pages (IndexedDB, localStorage), in either way it writes text. */
export function readableOnDisk(profile: string, words: readonly string[]): string[] {
  const folders = ['Default/IndexedDB', 'Default/Local Storage'].map((folder) => join(profile, folder));
  const bytes = Buffer.concat(folders.flatMap(filesBelow).map((path) => readFileSync(path)));
  return words.filter((word) => bytes.includes(Buffer.from(word)) || bytes.includes(Buffer.from(word, 'utf16le')));
}
