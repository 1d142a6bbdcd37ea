/** Where a worker stood when Today was left, and the way on from there; in memory, for as long as the app is open. */
export interface Walk {
  /** key of the door that was chosen */
  at?: string;
  /** keys of the doors in walking order, as they stood then */
  order?: readonly string[];
}

/**
 * The door to go on with: the same one while it is still to be walked to, else the next below that is, else the nearest
 * above. Undefined: nowhere was left, or nothing of it remains.
 */
export function goOnFrom({ at, order = [] }: Walk, open: ReadonlySet<string>): string | undefined {
  if (at === undefined || open.has(at)) return at;
  const place = order.indexOf(at);
  if (place < 0) return undefined;
  return (
    order.slice(place + 1).find((key) => open.has(key)) ??
    [...order.slice(0, place)].reverse().find((key) => open.has(key))
  );
}
