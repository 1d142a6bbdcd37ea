import { passOn, standBefore } from './stand-before.ts';

export interface Front {
  readonly port: number;
  /** From now on the service worker is another one, as after an update of the relay. */
  bringNewVersion(): void;
}

/** Stands before the relay as a load balancer would, for the running test. */
export async function openFront(relayPort: number): Promise<Front> {
  let version = 0;
  const { port } = await standBefore((asked, answer) => {
    if (version === 0 || asked.url !== '/sw.js') {
      passOn(asked, answer, relayPort);
      return;
    }
    // a browser that asks whether its copy is still good must not be told yes
    const { 'if-none-match': _tag, 'if-modified-since': _since, 'accept-encoding': _packed, ...plain } = asked.headers;
    passOn(asked, answer, relayPort, {
      headers: plain,
      told: (told) => {
        const { 'content-length': _length, etag: _etag, ...headers } = told.headers;
        answer.writeHead(told.statusCode ?? 502, headers);
        told.pipe(answer, { end: false });
        told.on('end', () => answer.end(`\n// version ${String(version)}\n`));
      },
    });
  });
  return {
    port,
    bringNewVersion: () => {
      version += 1;
    },
  };
}
