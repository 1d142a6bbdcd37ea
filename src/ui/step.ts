/** One part of a page that can be jumped to. */
export interface Step {
  readonly id: string;
  readonly word: string;
  /** Nothing required is open in it. */
  readonly done?: boolean;
}
