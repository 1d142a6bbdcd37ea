/** A line of a list of people who can be rung: 楼栋长 许芳 027…, or that nobody is there. */
export interface Contact {
  /** what they are: a level, a post */
  readonly term: string;
  /** undefined: nobody */
  readonly name: string | undefined;
  readonly phone?: string | undefined;
  /** which unit, that they stand in, that they may be rung at any hour */
  readonly notes: readonly string[];
}
