type DeskKey = 'next' | 'previous' | 'accept' | 'return' | 'open' | 'matter' | 'search' | 'help';

const letters: Readonly<Record<string, DeskKey>> = {
  j: 'next',
  k: 'previous',
  a: 'accept',
  r: 'return',
  o: 'open',
  m: 'matter',
  '/': 'search',
  '?': 'help',
};
const others: Readonly<Record<string, DeskKey>> = { ArrowDown: 'next', ArrowUp: 'previous' };

/** The part of an event's target that tells whether somebody writes there. */
interface Place {
  readonly isContentEditable?: boolean;
  closest?(selector: string): unknown;
}
type Pressed = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'defaultPrevented' | 'isComposing' | 'repeat'
> & {
  readonly target: unknown;
};

/** Where a key is for writing or for a sheet, the desk keeps still. */
function isBusy(target: unknown): boolean {
  const place = target as Place | null;
  if (place?.isContentEditable) return true;
  return (place?.closest?.('input, textarea, select, [role=dialog], [role=menu]') ?? null) !== null;
}

/** What a key means at the desk. @param lettersOn single-letter keys may be switched off; arrows stay */
export function deskKeyOf(event: Pressed, lettersOn: boolean): DeskKey | undefined {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (isBusy(event.target)) return undefined;
  const key = others[event.key] ?? (lettersOn ? letters[event.key.toLowerCase()] : undefined);
  // A key that is held leafs through the list; it never decides about one visit after the other.
  return event.repeat && key !== 'next' && key !== 'previous' ? undefined : key;
}
