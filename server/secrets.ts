import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { type VaultKeys } from '../models/core/identityVault';
import { type Config } from './config';

export interface Secrets {
  /** Key of session ids, anti-forgery tokens and the state of a browser sign-in. */
  session: string;
  vault: VaultKeys;
}

const Kept = z.strictObject({ session: z.string(), identityKey: z.string(), identityPepper: z.string() });
type Kept = z.infer<typeof Kept>;

/** Made once and kept, since whoever restarts the demo must still be able to read what it sealed. */
function keptIn(folder: string): Kept {
  const file = join(resolve(folder), 'secrets.json');
  if (existsSync(file)) return Kept.parse(JSON.parse(readFileSync(file, 'utf8')));
  const made: Kept = {
    session: randomBytes(32).toString('base64'),
    identityKey: `demo:${randomBytes(32).toString('base64')}`,
    identityPepper: randomBytes(32).toString('base64'),
  };
  mkdirSync(resolve(folder), { recursive: true });
  writeFileSync(file, JSON.stringify(made, null, 2), { mode: 0o600, flag: 'wx' });
  return made;
}

function vaultKeys(identityKey: string, pepper: string): VaultKeys {
  const keys = identityKey.split(',').map((part) => {
    const [name = '', value] = part.trim().split(':');
    return value === undefined ? (['current', name] as const) : ([name, value] as const);
  });
  return {
    current: keys[0]?.[0] ?? '',
    keys: Object.fromEntries(keys.map(([name, value]) => [name, Buffer.from(value, 'base64')])),
    pepper: Buffer.from(pepper, 'utf8'),
  };
}

/** The secrets of this installation: from the environment, or for the demo from `DATA_DIR/secrets.json`. */
export function readSecrets(config: Config): Secrets {
  const { SESSION_SECRET, IDENTITY_KEY, IDENTITY_PEPPER, DATA_DIR } = config;
  const complete = SESSION_SECRET && IDENTITY_KEY && IDENTITY_PEPPER;
  const kept = complete ? undefined : keptIn(DATA_DIR);
  return {
    session: SESSION_SECRET ?? kept?.session ?? '',
    vault: vaultKeys(IDENTITY_KEY ?? kept?.identityKey ?? '', IDENTITY_PEPPER ?? kept?.identityPepper ?? ''),
  };
}
