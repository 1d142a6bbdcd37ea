import type { Holder } from '../../src/domain/rights.ts';

/** Who stands at the door: what a session says about person and device. */
export interface Deliverer {
  readonly holder: Holder;
  readonly deviceId: string;
  /** replica ids that the relay gave to this person on this device */
  readonly replicas: readonly string[];
}
