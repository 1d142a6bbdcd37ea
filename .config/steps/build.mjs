import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from './root.mjs';
import { run } from './run.mjs';

/**
 * The two things that are built, with all that they are made from.
 * @type {{ name: string, title: string, made: string, from: string[], command: string[] }[]}
 */
const products = [
  {
    name: 'app',
    title: '构建应用 / Building the app',
    made: 'dist/app/index.html',
    from: [
      'src',
      'public',
      'index.html',
      'vite.config.ts',
      '.config/app-manifest.ts',
      'package.json',
      'package-lock.json',
    ],
    command: ['node_modules/vite/bin/vite.js', 'build'],
  },
  {
    name: 'relay',
    title: '构建中继 / Building the relay',
    made: 'dist/relay/main.js',
    from: ['sync-server', 'src/domain', 'package.json', 'package-lock.json', '.config/bundle-relay.mjs'],
    command: ['.config/bundle-relay.mjs'],
  },
];

/**
 * Builds app and relay where their sources changed since the last build; does nothing otherwise.
 *
 * @param {string[]} [only] names of products; all of them when left out
 * @returns {Promise<boolean>} false, after one clear line, when something did not build
 */
export async function buildIfStale(only) {
  return oneAtATime(async () => {
    for (const product of products.filter(({ name }) => only?.includes(name) ?? true)) {
      const stamp = join(root, 'dist', `${product.name}.stamp`);
      const sources = fingerprint(product.from);
      const fresh =
        existsSync(join(root, product.made)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources;
      if (fresh) continue;
      rmSync(stamp, { force: true });
      if (!(await run(product.title, process.execPath, product.command, { NODE_ENV: 'production', VITEST: '' }))) {
        console.error(`没有构建成功：${product.name}。/ The build failed: ${product.name}.`);
        return false;
      }
      writeFileSync(stamp, sources);
    }
    return true;
  });
}

/** By content, not by time: a checkout gives files new times. */
function fingerprint(/** @type {string[]} */ paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap(filesUnder))
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

/** @param {string} path @returns {string[]} */
function filesUnder(path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (stat.isFile()) return [path];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesUnder(`${path}/${name}`));
}

/**
 * Two builds at once would empty each other's folder. A lock whose process is gone does not count.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function oneAtATime(work) {
  const lock = join(root, 'dist', '.building');
  mkdirSync(join(root, 'dist'), { recursive: true });
  let said = false;
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch {
      if (!isAlive(lock)) rmSync(lock, { force: true });
      else if (!said) console.log('等另一次构建结束 / Waiting for another build …');
      said = true;
      await pause(200);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** @param {string} lock */
function isAlive(lock) {
  try {
    return process.kill(Number(readFileSync(lock, 'utf8')), 0);
  } catch (fault) {
    return fault instanceof Error && 'code' in fault && fault.code === 'EPERM';
  }
}
