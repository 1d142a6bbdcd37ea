import type { FaultCode } from '../../domain/fault.ts';

/** How the mail is carried, as the pill and the sheet need to know it. Times are device ms. */
export interface Post {
  /** a network, and a relay that answers */
  readonly online: boolean;
  readonly sending: boolean;
  /** last answer of the relay, whatever it was */
  readonly lastContact: number | undefined;
  readonly nextTry: number | undefined;
  /** the session ended and only a person can begin another */
  readonly signInNeeded: boolean;
  /** why the last try ended early */
  readonly fault?: FaultCode | undefined;
  /** documents that the relay lost since it was last seen */
  readonly lost?: number | undefined;
  /** tries at once */
  readonly tryNow: () => void;
}
