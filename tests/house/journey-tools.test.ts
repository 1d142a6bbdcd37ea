import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../journeys/setup/free-port.ts';
import { openTablet } from '../journeys/setup/tablet.ts';
import { tempDir } from '../journeys/setup/temp-dir.ts';
import { openWire, type Wire } from '../journeys/setup/wire.ts';

const worker = `
  self.addEventListener('install', (e) => e.waitUntil(caches.open('a').then((c) => c.add('/'))));
  self.addEventListener('fetch', (e) => { if (e.request.mode === 'navigate') e.respondWith(caches.match('/')); });
`;
const page = `<!doctype html><title>t</title><script>
  const open = new Promise((resolve) => {
    const request = indexedDB.open('kept', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('rows');
    request.onsuccess = () => resolve(request.result);
  });
  const settled = (r) => new Promise((resolve) => (r.onsuccess = () => resolve(r.result)));
  async function keep(value) {
    const tx = (await open).transaction('rows', 'readwrite');
    tx.objectStore('rows').put(value, 'row');
    await new Promise((resolve) => (tx.oncomplete = resolve));
  }
  async function kept() { return settled((await open).transaction('rows').objectStore('rows').get('row')); }
  const installed = navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready);
  const reach = () => fetch('/ping').then((r) => r.text(), () => 'cut off');
</script>`;

test('a tablet killed without a signal opens again without one and still has what it kept', async () => {
  const profileDir = await tempDir('profile');
  const wire = await wireToTinyApp();
  const first = await openTablet({ profileDir, wire });
  await first.page.evaluate('installed');
  expect(await first.page.evaluate('reach()')).toBe('pong');
  await first.offline(true);
  expect(await first.page.evaluate('reach()')).toBe('cut off');
  await first.page.evaluate('keep("written just before")');
  await first.kill();

  const second = await openTablet({ profileDir, wire, offline: true });
  onTestFinished(() => second.close());
  expect(await second.page.evaluate('kept()')).toBe('written just before');
  expect(await second.page.evaluate('navigator.onLine')).toBe(false);
  expect(await second.page.evaluate('reach()')).toBe('cut off');
  await second.offline(false);
  expect(await second.page.evaluate('reach()')).toBe('pong');
});

test('a stalled wire holds an answer back until it is mended', async () => {
  const wire = await wireToTinyApp();
  wire.stall();
  const answer = fetch(`${wire.origin}/ping`).then((response) => response.text());
  const early = await Promise.race([
    answer,
    fetch(`${wire.origin}/ping`, { signal: AbortSignal.timeout(300) }).catch(() => 'nothing'),
  ]);
  expect(early).toBe('nothing');
  wire.mend();
  expect(await answer).toBe('pong');
});

async function wireToTinyApp(): Promise<Wire> {
  const server = createServer((request, response) => {
    const [type, body] =
      request.url === '/sw.js'
        ? ['text/javascript', worker]
        : request.url === '/ping'
          ? ['text/plain', 'pong']
          : ['text/html', page];
    response.setHeader('content-type', type).end(body);
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const wire = await openWire(port);
  onTestFinished(async () => {
    await wire.close();
    server.closeAllConnections();
    server.close();
  });
  return wire;
}
