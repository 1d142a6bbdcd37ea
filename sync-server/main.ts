import { fileURLToPath } from 'node:url';
import pkg from '../package.json' with { type: 'json' };
import { readConfig } from './config.ts';
import { operate } from './operator.ts';
import { passwordFrom } from './password-input.ts';
import { demoAccounts } from './provisioning/demo/accounts.ts';
import { startRelay } from './relay.ts';
import type { StartFault } from './start-fault.ts';

/** Longer work says how far it is, at most every two seconds. */
const tellEvery = 2000;

function sayAndLeave({ zh, en }: StartFault): never {
  console.error(`${zh} / ${en}`);
  process.exit(1);
}

const config = readConfig(process.env);
if (!config.ok) sayAndLeave(config.fault);

const words = process.argv.slice(2);
if (words.length > 0) {
  const { value } = config;
  const said = await operate(words, {
    config: value,
    clock: () => Date.now(),
    askPassword: passwordFrom(process.stdin),
  });
  if (!said.ok) sayAndLeave(said.fault);
  for (const line of said.value) console.log(line);
  process.exit(0);
}

let told = Date.now();
const started = await startRelay({
  config: config.value,
  clock: () => Date.now(),
  // the bundle stands in dist/relay, the app beside it in dist/app
  appFolder: fileURLToPath(new URL('../app', import.meta.url)),
  importProgram: new URL('./import-worker.js', import.meta.url),
  version: pkg.version,
  logLevel: process.env['NODE_ENV'] === 'production' ? 'info' : 'warn',
  // a name of a bug, never what it stumbled over
  onFollowFault: (fault) => console.error(`followers: ${fault instanceof Error ? fault.name : 'fault'}`),
  onProgress(zh, en, done, all) {
    if (Date.now() - told < tellEvery) return;
    told = Date.now();
    console.log(`${zh} / ${en}: ${done} / ${all}`);
  },
});
if (!started.ok) sayAndLeave(started.fault);
const relay = started.value;

console.log(`\n  百步 Baibu ${pkg.version}\n\n  地址 / Address   ${relay.address}`);
if (relay.isDemo) {
  const width = Math.max(...demoAccounts.map(({ username }) => username.length));
  console.log(`\n  演示账号 / Demo accounts   密码 / password: ${config.value.demoPassword}`);
  for (const { username, name, grants } of demoAccounts)
    console.log(`    ${username.padEnd(width)}   ${name}   ${grants.map((grant) => grant.role).join(', ')}`);
}
console.log('\n  Ctrl+C 结束 / to end\n');

let ending = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // asked twice: whoever asks does not want to wait
    if (ending) process.exit(130);
    ending = true;
    void relay.stop().then(() => process.exit(0));
  });
}
