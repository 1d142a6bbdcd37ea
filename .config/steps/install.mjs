import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { run } from './run.mjs';

// In a production environment npm would leave out what the build needs.
const options = ['--include=dev', '--no-save', '--no-audit', '--no-fund', '--loglevel=http'];

/**
 * Makes `node_modules` hold what the lock file asks for; does nothing when it does.
 *
 * @returns {Promise<boolean>} false, after one clear line, when the installation failed
 */
export async function installIfNeeded() {
  const fresh = !existsSync(join(root, 'node_modules', '.package-lock.json'));
  if (!fresh && installedAsLocked()) return true;
  // Exactly what the lock file says; a lock file that misses another platform's package must still not stop anybody.
  const ways = fresh ? ['ci', 'install'] : ['install'];
  for (const way of ways) if (await run('安装依赖 / Installing packages', 'npm', [way, ...options])) return true;
  console.error(
    '依赖没有装好：请检查网络或 npm 镜像后再试。/ Packages could not be installed: check the network or the npm registry and try again.',
  );
  return false;
}

/** Compared by version, not by time: a checkout or a copy gives files new times. */
function installedAsLocked() {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const found = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || found[path]?.version === entry.version,
  );
}

/**
 * @param {string} lockFile
 * @returns {Record<string, { version?: string, optional?: boolean } | undefined> & Record<string, any>}
 */
function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}
