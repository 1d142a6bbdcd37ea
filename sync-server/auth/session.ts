import type { DatabaseRight, Holder } from '../../src/domain/rights.ts';

/** Who asks: a person on a device, with the rights of this moment. */
export interface Session {
  readonly id: string;
  readonly holder: Holder;
  readonly deviceId: string;
  /** every replica id that this device was given for this person; the last one is in use */
  readonly replicas: readonly string[];
  /** as colleagues call the person */
  readonly name: string;
  /** end of the token, ms since 1970 */
  readonly expiresAt: number;
}

/** What a person gets by signing in or renewing. */
export interface SignedIn {
  readonly token: string;
  readonly session: Session;
  readonly databases: readonly DatabaseRight[];
}
