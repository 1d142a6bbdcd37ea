import { monotonicFactory } from 'ulid';

/** Makes ids that sort by time and never repeat, without asking anybody. */
export interface Ids {
  /** `<type>:<ulid>`; within one millisecond still in the order in which they were made */
  next(type: string): string;
}

export function ulids(now: () => number): Ids {
  const make = monotonicFactory();
  return { next: (type) => `${type}:${make(now())}` };
}
