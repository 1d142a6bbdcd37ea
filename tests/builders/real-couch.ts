import { ulid } from 'ulid';

/** A real CouchDB 3 that somebody handed to the suites. */
export interface RealCouch {
  /** with the admin's credentials */
  readonly url: string;
  readonly secretFile: string;
}

/** The CouchDB that the environment names, if it names one. Throws when it does so by half. */
export function realCouch(env: NodeJS.ProcessEnv): RealCouch | undefined {
  const { COUCHDB_URL: url, SECRET_FILE: secretFile } = env;
  if (!url) return undefined;
  if (!secretFile) throw new Error('COUCHDB_URL without SECRET_FILE: the suites cannot sign tokens for this CouchDB');
  return { url, secretFile };
}

/** Databases of one suite: nobody else's are touched. */
export const aPrefix = (): string => `t${ulid().toLowerCase()}-`;

/** Deletes every database with that prefix. */
export async function dropDatabases(url: string, prefix: string): Promise<void> {
  const { origin, username, password } = new URL(url);
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const range = `startkey=${JSON.stringify(prefix)}&endkey=${JSON.stringify(`${prefix}\uffff`)}`;
  const names = (await (await fetch(`${origin}/_all_dbs?${range}`, { headers: { authorization } })).json()) as string[];
  for (const name of names) await fetch(`${origin}/${name}`, { method: 'DELETE', headers: { authorization } });
}
