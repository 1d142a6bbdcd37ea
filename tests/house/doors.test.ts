import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = process.cwd();

/** Each line is a small wrong house: who enters where, and the wall that must stop it. */
const forbidden = [
  { from: 'src/domain/visit.ts', to: '../store/rows.ts', wall: 'door-of-domain' },
  { from: 'src/domain/clock.ts', to: 'node:fs', wall: 'quiet-domain' },
  { from: 'src/domain/made-up.ts', to: 'ulid', wall: 'quiet-domain' },
  { from: 'src/ui/Card.ts', to: '../domain/plain.ts', wall: 'door-of-ui' },
  { from: 'src/ui/Card.svelte', to: '../words/plain.ts', wall: 'door-of-ui' },
  { from: 'src/words/zh.ts', to: '../domain/plain.ts', wall: 'door-of-words' },
  { from: 'src/platform/clock.ts', to: '../store/rows.ts', wall: 'door-of-platform' },
  { from: 'src/store/visits.ts', to: '../sync/engine.ts', wall: 'door-of-store' },
  { from: 'src/store/words.ts', to: '../words/plain.ts', wall: 'door-of-store' },
  { from: 'src/sync/outbox.ts', to: '../features/today/today.ts', wall: 'door-of-sync' },
  { from: 'src/features/today/list.ts', to: '../visit/form.ts', wall: 'no-feature-enters-another' },
  { from: 'src/features/today/send.ts', to: '../../sync/engine.ts', wall: 'only-sync-status-knows-the-network' },
  { from: 'src/features/today/shell.ts', to: '../../app/plain.ts', wall: 'door-of-features' },
  { from: 'src/app/root.ts', to: '../main.ts', wall: 'nobody-enters-the-composition-root' },
  { from: 'src/features/today/rows.ts', to: 'dexie', wall: 'landlord-of-dexie' },
  { from: 'src/store/replica.ts', to: 'pouchdb-core', wall: 'landlord-of-pouchdb' },
  { from: 'src/app/far.ts', to: '../../sync-server/gate/judge.ts', wall: 'app-never-enters-the-relay' },
  { from: 'sync-server/gate/rows.ts', to: '../../src/store/rows.ts', wall: 'app-and-relay-meet-in-the-domain' },
  { from: 'sync-server/gate/route.ts', to: '../http/server.ts', wall: 'door-of-relay-gate' },
  { from: 'sync-server/storage/up.ts', to: '../gate/judge.ts', wall: 'door-of-relay-storage' },
  { from: 'sync-server/followers/up.ts', to: '../http/server.ts', wall: 'door-of-relay-followers' },
  { from: 'sync-server/gate/couch.ts', to: 'nano', wall: 'landlord-of-nano' },
  { from: 'sync-server/auth/route.ts', to: 'fastify', wall: 'landlord-of-fastify' },
  { from: 'sync-server/storage/couch.ts', to: 'pouchdb-core', wall: 'landlord-of-pouchdb' },
  { from: 'src/store/a.ts', to: './b.ts', wall: 'no-circle' },
];

const allowed = [
  { from: 'src/domain/plain.ts', to: 'valibot' },
  { from: 'src/words/plain.ts' },
  { from: 'src/app/plain.ts', to: '../features/today/today.ts' },
  { from: 'src/main.ts', to: './sync/engine.ts' },
  { from: 'src/store/rows.ts', to: 'dexie' },
  { from: 'src/store/b.ts', to: './a.ts' },
  { from: 'src/sync/engine.ts', to: 'pouchdb-core' },
  { from: 'src/features/today/today.ts', to: '../../store/rows.ts' },
  { from: 'src/features/visit/form.ts', to: '../../domain/plain.ts' },
  { from: 'src/features/sync-status/pill.ts', to: '../../sync/engine.ts' },
  { from: 'sync-server/http/server.ts', to: 'fastify' },
  { from: 'sync-server/http/drop.ts', to: '../gate/judge.ts' },
  { from: 'sync-server/gate/judge.ts', to: '../../src/domain/plain.ts' },
  { from: 'sync-server/storage/embedded.ts', to: 'pouchdb-core' },
];

let house: string;
let found: { from: string; wall: string }[];

beforeAll(async () => {
  house = await mkdtemp(join(tmpdir(), 'baibu-doors-'));
  await symlink(join(root, 'node_modules'), join(house, 'node_modules'));
  await writeFile(join(house, 'tsconfig.json'), '{}');
  for (const file of [...forbidden, ...allowed]) await furnish(file);
  found = await violations(house);
}, 60_000);

afterAll(() => rm(house, { recursive: true, force: true }));

test.each(forbidden)('$from may not enter $to', ({ from, wall }) => {
  expect(found).toContainEqual({ from, wall });
});

test('nothing that the table allows is stopped', () => {
  const wrong = new Set(forbidden.map(({ from }) => from));
  expect(found.filter(({ from, wall }) => !wrong.has(from) && wall !== 'no-circle')).toEqual([]);
});

async function furnish({ from, to }: { from: string; to?: string }): Promise<void> {
  const line =
    to === undefined ? 'export const own = 1;' : `import * as other from '${to}';\nexport const own = other;`;
  const body = from.endsWith('.svelte') ? `<script lang="ts">\n${line}\n</script>\n{own}` : line;
  await mkdir(dirname(join(house, from)), { recursive: true });
  await writeFile(join(house, from), `${body}\n`);
}

function violations(cwd: string): Promise<{ from: string; wall: string }[]> {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const rules = join(root, '.config/dependency-cruiser.cjs');
  return new Promise((resolve, reject) => {
    const args = [program, '--config', rules, '--output-type', 'json', 'src', 'sync-server'];
    execFile(process.execPath, args, { cwd, maxBuffer: 64 << 20 }, (fault, output, errors) => {
      if (output === '') {
        reject(new Error(errors, { cause: fault }));
        return;
      }
      const { summary } = JSON.parse(output) as { summary: { violations: { from: string; rule: { name: string } }[] } };
      resolve(summary.violations.map(({ from, rule }) => ({ from, wall: rule.name })));
    });
  });
}
