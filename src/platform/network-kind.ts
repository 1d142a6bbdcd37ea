/** What the browser knows of the line: many do not tell. */
export type NetworkKind = 'wifi' | 'metered' | 'unknown';

interface Line extends EventTarget {
  readonly type?: string;
}
const line = (): Line | undefined => (globalThis.navigator as { readonly connection?: Line } | undefined)?.connection;

const cheap: readonly string[] = ['wifi', 'ethernet', 'wimax'];
const dear: readonly string[] = ['cellular', 'bluetooth'];

export function networkKind(): NetworkKind {
  const type = line()?.type;
  if (type === undefined) return 'unknown';
  return cheap.includes(type) ? 'wifi' : dear.includes(type) ? 'metered' : 'unknown';
}

/** Hears when the line became another one. Returns the way out. */
export function onNetworkChange(heard: () => void): () => void {
  const known = line();
  known?.addEventListener('change', heard);
  return () => known?.removeEventListener('change', heard);
}
