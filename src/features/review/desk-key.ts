type DeskKey = 'next' | 'previous' | 'accept' | 'return' | 'open' | 'search' | 'help';

const letters: Readonly<Record<string, DeskKey>> = {
  j: 'next',
  k: 'previous',
  a: 'accept',
  r: 'return',
  o: 'open',
  '/': 'search',
  '?': 'help',
};
const others: Readonly<Record<string, DeskKey>> = { ArrowDown: 'next', ArrowUp: 'previous' };

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'defaultPrevented' | 'isComposing'> & {
  readonly target: unknown;
};

/** Where a key is for writing, choosing or a sheet, the desk keeps still. */
const isBusy = (target: unknown): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.closest('input, textarea, select, [role=dialog], [role=radiogroup], [role=menu]') !== null);

/** What a key means at the desk. @param lettersOn single-letter keys may be switched off; arrows stay */
export function deskKeyOf(event: Pressed, lettersOn: boolean): DeskKey | undefined {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (isBusy(event.target)) return undefined;
  return others[event.key] ?? (lettersOn ? letters[event.key.toLowerCase()] : undefined);
}
