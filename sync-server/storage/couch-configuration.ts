import { couchAddress, couchCaller, CouchRefusal } from './couch-calls.ts';

/**
 * What a CouchDB lacks before the relay can stand on it: one line each, as it belongs into CouchDB's `local.ini` (or a
 * command); empty when nothing is missing. Values are never repeated. Throws `StorageUnavailable`.
 */
export async function checkCouchConfiguration(url: string, keyId = '_default'): Promise<string[]> {
  const address = couchAddress(url);
  const call = couchCaller(address, () => Promise.resolve(address.authorization));
  const config = (await call({ path: '_node/_local/_config' })) as Record<string, Record<string, string>>;
  const chttpd = config['chttpd'] ?? {};
  const handlers = chttpd['authentication_handlers'] ?? '';
  const missing: string[] = [];
  if (!handlers.includes('jwt_authentication_handler')) {
    missing.push(
      '[chttpd] authentication_handlers = {chttpd_auth, jwt_authentication_handler}, {chttpd_auth, cookie_authentication_handler}, {chttpd_auth, default_authentication_handler}',
    );
  }
  if (handlers.includes('proxy_authentication_handler')) {
    missing.push(
      '[chttpd] authentication_handlers without proxy_authentication_handler (its token does not cover roles)',
    );
  }
  if (!config['jwt_keys']?.[`hmac:${keyId}`]) missing.push(`[jwt_keys] hmac:${keyId} = <base64 of the relay's secret>`);
  if (!/\bexp\b/.test(config['jwt_auth']?.['required_claims'] ?? '')) missing.push('[jwt_auth] required_claims = exp');
  if (chttpd['require_valid_user'] !== 'true') missing.push('[chttpd] require_valid_user = true');
  if (!(await exists('_global_changes'))) missing.push('curl -X PUT <CouchDB>/_global_changes');
  return missing;

  async function exists(database: string): Promise<boolean> {
    try {
      await call({ path: database });
      return true;
    } catch (fault) {
      if (fault instanceof CouchRefusal && fault.status === 404) return false;
      throw fault;
    }
  }
}
