import { createServer, request as ask, Agent } from 'node:http';
import { freePort } from '../journeys/setup/free-port.ts';
import { withFolder } from './bench-page.ts';
import { bareCouch } from './bare-couch.ts';

/**
 * Runs `work` with one address for the relay and, under `/stock/`, a bare CouchDB: a page may speak to its own origin
 * alone. What goes to the relay takes one step more than what goes to the other.
 */
export const withFront = <T>(relayPort: number, work: (port: number) => Promise<T>): Promise<T> =>
  withFolder('stock', async (folder) => {
    const couch = bareCouch(folder);
    const agent = new Agent({ keepAlive: true });
    const server = createServer((request, response) => {
      if (request.url?.startsWith('/stock/') === true) return void couch.take(request, response);
      const { method, headers, url: path } = request;
      const onward = ask({ host: '127.0.0.1', port: relayPort, method, headers, path, agent }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        response.flushHeaders();
        answer.pipe(response);
        answer.on('error', () => response.destroy());
      });
      onward.on('error', () => response.destroy());
      response.on('close', () => onward.destroy());
      request.pipe(onward);
    });
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    try {
      return await work(port);
    } finally {
      server.closeAllConnections();
      server.close();
      agent.destroy();
      await couch.close();
    }
  });
