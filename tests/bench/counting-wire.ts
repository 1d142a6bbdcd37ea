import { connect, createServer, type Socket } from 'node:net';
import { freePort } from '../journeys/setup/free-port.ts';

/** A line that counts what passes in either direction, bytes of TCP: headers and framing of HTTP included. */
export interface CountingWire {
  readonly port: number;
  bytes(): number;
  /** Cuts what is open; new connections are taken. */
  cut(): void;
  close(): void;
}

export async function openCountingWire(relayPort: number): Promise<CountingWire> {
  const port = await freePort();
  const open = new Set<Socket>();
  let bytes = 0;
  const server = createServer((tablet) => {
    const relay = connect(relayPort, '127.0.0.1');
    for (const [one, other] of [
      [tablet, relay],
      [relay, tablet],
    ] as const) {
      open.add(one);
      one.on('data', (part: Buffer) => (bytes += part.length));
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    port,
    bytes: () => bytes,
    cut,
    close: () => {
      cut();
      server.close();
    },
  };
}
