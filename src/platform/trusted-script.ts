interface ScriptPolicy {
  createScriptURL(url: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptPolicy;
}

const own = /^\/(sw\.js|assets\/[\w.-]+\.js)$/;

/**
 * Makes the one policy of this page for addresses of scripts: the service worker and the built workers of this origin,
 * nothing else. Call it once; where the browser has no Trusted Types an address is returned as it is.
 */
export function trustedScripts(page: { trustedTypes?: PolicyFactory; location: Location }): (url: string) => string {
  const { trustedTypes } = page;
  if (!trustedTypes) return (url) => url;
  const policy = trustedTypes.createPolicy('baibu-script-url', {
    createScriptURL(asked) {
      const { origin, pathname } = new URL(asked, page.location.href);
      if (origin === page.location.origin && own.test(pathname)) return asked;
      throw new TypeError('not a script of this app');
    },
  });
  return (url) => policy.createScriptURL(url);
}
