interface ScriptPolicy {
  createScriptURL(url: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptPolicy;
}

const own = /^\/(sw\.js|assets\/[\w.-]+\.js)$/;

/**
 * A script's address as the page's policy accepts it: the service worker and the built workers of this origin, nothing
 * else. Where the browser has no Trusted Types the address is returned as it is.
 */
export function trustedScript(url: string, page: { trustedTypes?: PolicyFactory; location: Location }): string {
  const rules = {
    createScriptURL(asked: string): string {
      const { origin, pathname } = new URL(asked, page.location.href);
      if (origin === page.location.origin && (own.test(pathname) || !page.trustedTypes)) return asked;
      throw new TypeError('not a script of this app');
    },
  };
  const { trustedTypes } = page;
  return trustedTypes ? trustedTypes.createPolicy('baibu-script-url', rules).createScriptURL(url) : url;
}
