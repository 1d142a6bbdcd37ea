import { join, resolve } from 'node:path';
import { stopped, startFaults, type Started } from './start-fault.ts';

/** What the environment says, checked. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly storage:
    | { readonly kind: 'embedded'; readonly dataDir: string }
    | { readonly kind: 'couchdb'; readonly url: string; readonly prefix: string };
  readonly secretFile: string;
  /** `auto`: only a new embedded store becomes a demo */
  readonly demo: 'on' | 'off' | 'auto';
  readonly demoPassword: string;
  /** none = no metrics */
  readonly metricsPort?: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const loopback = ['127.0.0.1', '::1', 'localhost'];
export const isLoopback = (host: string): boolean => loopback.includes(host) || /^127(\.\d{1,3}){3}$/.test(host);

/** Reads the environment of the relay's contract; the first bad value stops the start. An empty value counts as unset. */
export function readConfig(environment: Environment): Started<Config> {
  const given = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const bad = (name: string, zh: string, en: string): Started<never> =>
    stopped(`${name} 的值不对：${zh}。`, `Bad value of ${name}: ${en}.`);

  const port = portFrom(given('PORT') ?? '8787');
  if (port === undefined) return bad('PORT', '须是 1 到 65535 的整数', 'it must be a whole number from 1 to 65535');
  const metrics = given('METRICS_PORT');
  const metricsPort = metrics === undefined ? undefined : portFrom(metrics);
  if (metrics !== undefined && metricsPort === undefined)
    return bad('METRICS_PORT', '须是 1 到 65535 的整数', 'it must be a whole number from 1 to 65535');
  if (metricsPort === port) return bad('METRICS_PORT', '不能与 PORT 相同', 'it must differ from PORT');
  const host = given('HOST') ?? '127.0.0.1';
  if (!/^[A-Za-z0-9.:-]{1,253}$/.test(host))
    return bad('HOST', '须是地址或主机名', 'it must be an address or a host name');

  const url = given('COUCHDB_URL');
  if (url !== undefined && !isHttpAddress(url))
    return bad('COUCHDB_URL', '须是 http:// 或 https:// 地址', 'it must be an http:// or https:// address');
  const prefix = given('DB_PREFIX') ?? 'baibu-';
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(prefix))
    return bad(
      'DB_PREFIX',
      '须以小写字母开头，只含小写字母、数字和 -',
      'it must start with a letter and hold only a-z, 0-9 and -',
    );
  const dataDir = resolve(given('DATA_DIR') ?? './data');
  const ownSecret = given('SECRET_FILE');
  if (url !== undefined && ownSecret === undefined) return startFaults.secretMissing('');

  const demo = demoFrom(given('DEMO'), url !== undefined || given('NODE_ENV') === 'production');
  if (demo === undefined) return bad('DEMO', '须是 on 或 off', 'it must be on or off');
  if (demo === 'on' && !isLoopback(host)) return startFaults.demoInPublic(host);
  const demoPassword = given('DEMO_PASSWORD') ?? 'baibu-demo';
  if (demoPassword.length > 256) return bad('DEMO_PASSWORD', '最长 256 个字', 'at most 256 characters');

  return {
    ok: true,
    value: {
      host,
      port,
      storage: url === undefined ? { kind: 'embedded', dataDir } : { kind: 'couchdb', url, prefix },
      secretFile: resolve(ownSecret ?? join(dataDir, 'secret')),
      demo,
      demoPassword,
      ...(metricsPort !== undefined && { metricsPort }),
    },
  };
}

function portFrom(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}

function demoFrom(text: string | undefined, offByDefault: boolean): Config['demo'] | undefined {
  if (text === undefined) return offByDefault ? 'off' : 'auto';
  if (['on', '1', 'true'].includes(text.toLowerCase())) return 'on';
  return ['off', '0', 'false'].includes(text.toLowerCase()) ? 'off' : undefined;
}

function isHttpAddress(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}
