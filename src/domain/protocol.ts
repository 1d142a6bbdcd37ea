/** What one side speaks, and the oldest that it still understands. */
export interface Protocol {
  readonly now: number;
  readonly oldest: number;
}

/**
 * How tablet and relay speak with each other. `now` rises with every change that the other side would misread; `oldest`
 * when the reading of old ones is given up. Tablets that were offline for long are older than any relay.
 */
export const protocol: Protocol = { now: 1, oldest: 1 };

/** Header of every request and every answer. A request without it is no app's: a stock client, a browser. */
export const protocolHeader = 'baibu-protocol';

/** Whether a relay understands an app; undefined: yes. */
export function appFault(app: number, relay: Protocol = protocol): 'app-too-old' | 'relay-too-old' | undefined {
  if (app < relay.oldest) return 'app-too-old';
  return app > relay.now ? 'relay-too-old' : undefined;
}

/** Whether an app understands a relay; undefined: yes. A newer relay says itself which apps are too old for it. */
export const relayFault = (relay: number, app: Protocol = protocol): 'relay-too-old' | undefined =>
  relay < app.oldest ? 'relay-too-old' : undefined;
