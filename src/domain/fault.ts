/**
 * Every fault of the world, named once. An expected outcome (nobody home) is a value, not a fault; a bug throws.
 * Total tables `Record<FaultCode, …>` give each code its words (`src/words`), its HTTP status (`sync-server/http`)
 * and its retry rule (below), so a new code does not compile until it is answered everywhere.
 */
export const refusalCodes = [
  'unknown-type',
  'invalid',
  'too-large',
  'wrong-tier',
  'not-yours',
  'not-author',
  'fact-exists',
  'clock-ahead',
  'foreign-stamp',
  'illegal-step',
  'not-yet',
  'party-open',
  'unit-refused',
  'handed-over',
  'overtaken',
] as const;

/** Why the gate did not take one part of an envelope; stands in its verdict. */
export type RefusalCode = (typeof refusalCodes)[number];

export type FaultCode =
  | RefusalCode
  | 'offline'
  | 'timed-out'
  | 'not-the-relay'
  | 'relay-busy'
  | 'storage-unavailable'
  | 'sign-in-refused'
  | 'sign-in-slowed'
  | 'session-ended'
  | 'forbidden'
  | 'not-found'
  | 'bad-request'
  | 'storage-full'
  | 'data-evicted'
  | 'insecure-origin'
  | 'app-too-old'
  | 'relay-too-old'
  | 'done-elsewhere'
  | 'unexpected';

/** Whether what the other side said is a fault that is known here. */
export const isFaultCode = (said: unknown): said is FaultCode =>
  typeof said === 'string' && Object.hasOwn(retryRules, said);

/** A fault carries a code and, where the wait is known, how long to wait; never personal data. */
export interface Fault {
  readonly code: FaultCode;
  /** seconds until another try is welcome, from Retry-After or the log-in throttle */
  readonly retryAfter?: number;
  /** number for support, made by whoever caught a bug; says nothing about a person */
  readonly reference?: string;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

export const done = <T>(value: T): Result<T> => ({ ok: true, value });
export const failed = (code: FaultCode, more: Omit<Fault, 'code'> = {}): Result<never> => ({
  ok: false,
  fault: { code, ...more },
});

/** What the engine does with a part that came back with this code. `never`: quarantine, shown on the record. */
export type RetryRule = 'never' | 'later' | 'after-sign-in' | 'shift-stamps';

export const retryRules: Readonly<Record<FaultCode, RetryRule>> = {
  'unknown-type': 'never',
  invalid: 'never',
  'too-large': 'never',
  'wrong-tier': 'never',
  'not-yours': 'never',
  'not-author': 'never',
  'fact-exists': 'never',
  'clock-ahead': 'shift-stamps',
  'foreign-stamp': 'never',
  'illegal-step': 'never',
  'not-yet': 'later',
  'party-open': 'never',
  'unit-refused': 'never',
  'handed-over': 'never',
  overtaken: 'never',
  offline: 'later',
  'timed-out': 'later',
  'not-the-relay': 'later',
  'relay-busy': 'later',
  'storage-unavailable': 'later',
  'sign-in-refused': 'never',
  'sign-in-slowed': 'later',
  'session-ended': 'after-sign-in',
  forbidden: 'never',
  'not-found': 'never',
  'bad-request': 'never',
  'storage-full': 'later',
  'data-evicted': 'never',
  'insecure-origin': 'never',
  'app-too-old': 'later',
  'relay-too-old': 'later',
  'done-elsewhere': 'never',
  unexpected: 'later',
};
