/** What a key of the pad says: a digit, or one step back. */
export type PadKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | 'back';

/**
 * Reads a key of a physical keyboard as one of the pad.
 * @returns undefined for every other key, and while a modifier is held
 */
export function padKeyOf(event: KeyboardEvent): PadKey | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (event.key === 'Backspace') return 'back';
  return /^[0-9]$/.test(event.key) ? (event.key as PadKey) : undefined;
}
