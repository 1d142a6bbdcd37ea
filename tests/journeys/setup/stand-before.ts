import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { freePort } from './free-port.ts';

/** A server in the relay's place, for the running test. @returns its port and itself */
export async function standBefore(
  answers: (asked: IncomingMessage, answer: ServerResponse) => void,
): Promise<{ readonly port: number; readonly server: Server }> {
  const port = await freePort();
  const server = createServer(answers);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port, server };
}

/**
 * Asks the relay the same; streams pass through.
 * @param told what is done with its answer; without it, it goes out as it is
 */
export function passOn(
  asked: IncomingMessage,
  answer: ServerResponse,
  relayPort: number,
  {
    headers = asked.headers,
    told,
  }: { headers?: IncomingMessage['headers']; told?: (told: IncomingMessage) => void } = {},
): void {
  const { url: path, method } = asked;
  const relay = request({ host: '127.0.0.1', port: relayPort, path, method, headers }, (answered) => {
    if (told) told(answered);
    else {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
    }
    answered.on('error', () => answer.destroy());
  });
  relay.on('error', () => answer.destroy());
  answer.on('close', () => relay.destroy());
  asked.pipe(relay);
}
