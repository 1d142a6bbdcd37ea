import type { FastifyInstance } from 'fastify';

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  // Svelte's own policy for its templates, and ours for worker and service-worker addresses
  'trusted-types svelte-trusted-html baibu-script-url',
].join('; ');

const onEveryAnswer: Readonly<Record<string, string>> = {
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'permissions-policy':
    'camera=(self), microphone=(self), geolocation=(), clipboard-read=(), display-capture=(), usb=(), serial=(), payment=()',
};

/** Chromium keeps an answer on disk even with `Authorization`, unless it is told not to. */
const isPersonal = (path: string): boolean => /^\/(api|db|healthz)(\/|$|\?)/.test(path);

/** The headers of an answer to this address. */
export function securityHeaders(path: string): Readonly<Record<string, string>> {
  return isPersonal(path) ? { ...onEveryAnswer, 'cache-control': 'no-store' } : onEveryAnswer;
}

/** Every answer carries them, refusals and files too. */
export function addSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(securityHeaders(request.raw.url ?? '/'));
  });
}
