/**
 * Whether an element lies behind the lock, where nobody can reach it. Keys that a room hears from the whole window are not
 * meant for it then: `inert` keeps fingers and focus out, not these.
 */
export const isOutOfReach = (element: Element | undefined): boolean => (element?.closest('[inert]') ?? null) !== null;
