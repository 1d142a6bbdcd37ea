import { randomBytes } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const keyBytes = 32;

export type Secret =
  | { readonly ok: true; readonly key: Uint8Array }
  | { readonly ok: false; readonly why: 'missing' | 'weak' | 'readable-by-others' | 'not-writable' };

/**
 * The secret that all relays share: at least 32 random bytes, base64url, in a file that its owner alone may read.
 * Made when it is missing and `mayMake`.
 */
export async function readSecret(file: string, mayMake: boolean): Promise<Secret> {
  if (mayMake && !(await makeIfMissing(file))) return { ok: false, why: 'not-writable' };
  try {
    // Windows has no such bits
    if (process.platform !== 'win32' && ((await stat(file)).mode & 0o077) !== 0) {
      return { ok: false, why: 'readable-by-others' };
    }
    const key = Uint8Array.from(Buffer.from((await readFile(file, 'utf8')).trim(), 'base64url'));
    return key.length < keyBytes ? { ok: false, why: 'weak' } : { ok: true, key };
  } catch {
    return { ok: false, why: 'missing' };
  }
}

async function makeIfMissing(file: string): Promise<boolean> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${randomBytes(keyBytes).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
    return true;
  } catch (fault) {
    return (fault as { code?: string }).code === 'EEXIST';
  }
}
