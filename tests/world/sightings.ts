/** Everything that a world may meet; the last test of each shard asks that it met enough of each. */
export const sights = [
  'envelopes',
  'delivered',
  'refused',
  'handed-over',
  'clock-ahead',
  'not-yet',
  'not-safe-yet',
  'envelope-again',
  'answer-lost',
  'dropped',
  'late',
  'duplicated',
  'half-answer',
  'portal',
  'status-401',
  'status-403',
  'status-404',
  'status-413',
  'status-429',
  'status-503',
  'tablet-killed',
  'killed-inside-transaction',
  'relay-killed',
  'killed-in-batch',
  'nodes-lost',
  'late-leaf',
  'restored',
  'sequence-forgotten',
  'rights-changed',
  'clock-moved',
  'wake-ended',
] as const;
export type Sight = (typeof sights)[number];

/** How often each thing was seen. */
export class Sightings {
  readonly #counts = new Map<Sight, number>();

  saw(sight: Sight, times = 1): void {
    this.#counts.set(sight, this.count(sight) + times);
  }

  count(sight: Sight): number {
    return this.#counts.get(sight) ?? 0;
  }

  add(other: Sightings): void {
    for (const sight of sights) this.saw(sight, other.count(sight));
  }

  toString(): string {
    return sights.map((sight) => `${sight} ${String(this.count(sight))}`).join(', ');
  }
}
