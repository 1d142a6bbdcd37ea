/** One share of a bar. `solid`: on time. `grey`: another end. `hatched`: late. `outlined`: not. */
export interface BarPart {
  readonly look: 'solid' | 'grey' | 'hatched' | 'outlined';
  readonly amount: number;
  readonly word: string;
}
