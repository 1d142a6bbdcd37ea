import { type Server, createServer, request } from 'node:http';
import { onTestFinished } from 'vitest';
import { freePort } from './free-port.ts';

export interface Front {
  readonly port: number;
  /** From now on the service worker is another one, as after an update of the relay. */
  bringNewVersion(): void;
}

/** Stands before the relay as a load balancer would, for the running test. */
export async function openFront(relayPort: number): Promise<Front> {
  const port = await freePort();
  let version = 0;
  const server: Server = createServer((asked, answer) => {
    const changed = version > 0 && asked.url === '/sw.js';
    // a browser that asks whether its copy is still good must not be told yes
    const { 'if-none-match': _tag, 'if-modified-since': _since, 'accept-encoding': _packed, ...plain } = asked.headers;
    const relay = request(
      {
        host: '127.0.0.1',
        port: relayPort,
        path: asked.url,
        method: asked.method,
        headers: changed ? plain : asked.headers,
      },
      (told) => {
        const { 'content-length': _length, etag: _etag, ...headers } = told.headers;
        answer.writeHead(told.statusCode ?? 502, changed ? headers : told.headers);
        told.pipe(answer, { end: !changed });
        if (changed) told.on('end', () => answer.end(`\n// version ${String(version)}\n`));
        told.on('error', () => answer.destroy());
      },
    );
    relay.on('error', () => answer.destroy());
    answer.on('close', () => relay.destroy());
    asked.pipe(relay);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    port,
    bringNewVersion: () => {
      version += 1;
    },
  };
}
