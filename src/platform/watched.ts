import { createSubscriber } from 'svelte/reactivity';

/**
 * Makes something with `subscribe` readable in Svelte: call the answer inside a getter or `$derived`, and what reads the
 * getter is computed again when the source tells of a change.
 */
export const watched = (source: { subscribe(listener: () => void): () => void }): (() => void) =>
  createSubscriber((update) => source.subscribe(update));
