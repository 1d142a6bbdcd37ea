import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { sendFault } from './fault-answer.ts';

/** Files whose name changes with their content. */
const hashed = `${sep}assets${sep}`;

/** Serves the built app: hashed files for ever, the rest asked for anew each time; any other address of a page is `index.html`. */
export async function serveApp(app: FastifyInstance, folder: string): Promise<void> {
  const present = existsSync(join(folder, 'index.html'));
  if (present) {
    await app.register(fastifyStatic, {
      root: folder,
      cacheControl: false,
      index: ['index.html'],
      globIgnore: ['**/*.map'],
      dotfiles: 'ignore',
      setHeaders: (reply, path) => {
        void reply.header('cache-control', path.includes(hashed) ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler(async (request, reply) => {
    const { method, headers, raw } = request;
    const isPage = (method === 'GET' || method === 'HEAD') && (headers.accept ?? '').includes('text/html');
    if (present && isPage && !/^\/(api|db|assets)(\/|$)/.test(raw.url ?? '')) {
      return reply.header('cache-control', 'no-cache').sendFile('index.html');
    }
    return sendFault(reply, { code: 'not-found' });
  });
}
