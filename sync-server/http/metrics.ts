import fastify, { type FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import { labelOf } from './route-label.ts';

/** What is counted: route pattern, status and tier, never a database, a person or an area (a count per worker is a ranking). */
export interface Metrics {
  watch(app: FastifyInstance): void;
  /** Serves them on this machine only; resolves to the way to end. */
  listen(port: number): Promise<() => Promise<void>>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const labelNames = ['route', 'status', 'tier'] as const;
  const requests = new Counter({
    name: 'baibu_requests_total',
    help: 'Answered requests',
    labelNames,
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'baibu_request_seconds',
    help: 'Time from request to the end of its answer; streams included',
    labelNames,
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers: [registry],
  });
  return {
    watch(app) {
      app.addHook('onResponse', async (request, reply) => {
        const labels = { ...labelOf(request), status: String(reply.statusCode) };
        requests.inc(labels);
        seconds.observe(labels, reply.elapsedTime / 1000);
      });
    },
    async listen(port) {
      const server = fastify({ logger: false, forceCloseConnections: true });
      server.get('/metrics', async (_request, reply) =>
        reply.header('content-type', registry.contentType).send(await registry.metrics()),
      );
      await server.listen({ host: '127.0.0.1', port });
      return () => server.close();
    },
  };
}
