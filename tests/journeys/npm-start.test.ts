import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from './setup/free-port.ts';
import { startRelay } from './setup/relay.ts';
import { tempDir } from './setup/temp-dir.ts';

/** What stands on the screen when the relay does not start: one line, in both languages, and not the trace of a bug. */
async function lineOf(starting: Promise<unknown>): Promise<string> {
  const fault = await starting.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(fault instanceof Error)) throw new Error('it started');
  const [first = '', ...lines] = fault.message.trim().split('\n');
  expect(first).toBe('the relay ended with 1:');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/[\u4e00-\u9fff].* \/ .*[a-z]/);
  return lines[0] ?? '';
}

async function listening(port: number): Promise<Server> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return server;
}

test('says in one line that the port is taken', async () => {
  const port = await freePort();
  await listening(port);
  const dataDir = await tempDir('data');
  // the other end answers no health question, so that only the relay's own end counts
  expect(await lineOf(startRelay({ dataDir, port, env: { DEMO: 'off' } }))).toContain(String(port));
});

test('says in one line that the data folder cannot be written', async () => {
  const file = join(await tempDir('data'), 'a-file');
  await writeFile(file, '');
  // below a file nobody may make a folder, not even root
  expect(await lineOf(startRelay({ dataDir: join(file, 'data') }))).toContain(file);
});

test('says in one line that CouchDB does not answer', async () => {
  const dataDir = await tempDir('data');
  const secret = join(dataDir, 'secret');
  await writeFile(secret, 'x'.repeat(64), { mode: 0o600 });
  const env = { COUCHDB_URL: `http://someone:secret@127.0.0.1:${await freePort()}`, SECRET_FILE: secret };
  const line = await lineOf(startRelay({ dataDir, env }));
  expect(line).toMatch(/CouchDB/i);
  expect(line).not.toContain('secret');
});
