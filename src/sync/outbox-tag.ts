/** Name of the Background Sync event on which the service worker sends what waits. */
export const outboxTag = 'baibu-outbox';
