/** One fact: what it is about, and what is known. */
export interface Fact {
  readonly term: string;
  readonly text: string;
}
