import { canonical } from './canonical.ts';
import type { RefusalCode } from './fault.ts';
import type { Membership, Register } from './register.ts';
import { stampReplica, stampTime, stampTolerance, type Stamp } from './stamp.ts';

/**
 * Whether every stamp of a change is honest: it is either already stored beside the same value, or it is the author's own
 * (a replica that the relay gave to this person on this device) and not more than two minutes ahead of the relay.
 * @param replicas the replica ids given to the author's device
 * @param now the relay's time in ms
 */
export function stampFault(
  change: Register,
  stored: Register | undefined,
  replicas: readonly string[],
  now: number,
): RefusalCode | undefined {
  const judge = (stamp: Stamp): RefusalCode | undefined => {
    if (!replicas.includes(stampReplica(stamp))) return 'foreign-stamp';
    return stampTime(stamp) > now + stampTolerance ? 'clock-ahead' : undefined;
  };
  for (const [name, field] of Object.entries(change.fields)) {
    const held = stored?.fields[name];
    const known = held !== undefined && held.s === field.s && canonical(held.v) === canonical(field.v);
    const fault = known ? undefined : judge(field.s);
    if (fault) return fault;
  }
  for (const [set, members] of Object.entries(change.sets ?? {})) {
    for (const [element, member] of Object.entries(members)) {
      const held: Membership | undefined = stored?.sets?.[set]?.[element];
      for (const side of ['in', 'out'] as const) {
        const stamp = member[side];
        const fault = stamp === undefined || stamp === held?.[side] ? undefined : judge(stamp);
        if (fault) return fault;
      }
    }
  }
  return undefined;
}
