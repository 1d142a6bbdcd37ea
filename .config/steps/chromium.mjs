import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run.mjs';

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const usualPlaces = [
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * A Chromium of this machine: `$CHROMIUM`, else one on the path, else one in its usual place.
 *
 * @returns {string | undefined} absolute path
 */
export function findChromium() {
  const named = process.env['CHROMIUM'];
  if (named !== undefined && named !== '') return isExecutable(named) ? named : undefined;
  const onPath = (process.env['PATH'] ?? '').split(delimiter).flatMap((dir) => commands.map((name) => join(dir, name)));
  return [...onPath, ...usualPlaces].find(isExecutable);
}

/**
 * Finds Chromium, or installs Debian's package where this process may.
 *
 * @returns {Promise<string | undefined>} absolute path; undefined, after one clear line, when there is none
 */
export async function chromiumOrInstall() {
  const found = findChromium();
  if (found !== undefined) return found;
  if (process.env['CHROMIUM']) {
    console.error(`$CHROMIUM 指的文件不能运行：${process.env['CHROMIUM']} / $CHROMIUM does not name a program.`);
    return undefined;
  }
  const mayInstall = process.getuid?.() === 0 && existsSync('/etc/debian_version');
  if (mayInstall && (await installFromDebian())) {
    const installed = findChromium();
    if (installed !== undefined) return installed;
  }
  console.error(
    '没有找到 Chromium：请安装 chromium 和 fonts-noto-cjk，或把 CHROMIUM 设为它的路径。/ ' +
      'No Chromium found: install the packages chromium and fonts-noto-cjk, or set CHROMIUM to its path.',
  );
  return undefined;
}

async function installFromDebian() {
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  const wanted = ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'];
  return (
    (await run('查找 Chromium / Looking for Chromium', 'apt-get', ['update'], quiet)) &&
    (await run('安装 Chromium / Installing Chromium', 'apt-get', wanted, quiet))
  );
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
