/** What of an XLSForm did not become, or not just so, part of the checklist. */
export type RemarkCode =
  | 'sheet-not-kept'
  | 'column-not-kept'
  | 'language-not-kept'
  | 'one-language'
  | 'type-not-kept'
  | 'in-repeat'
  | 'disabled'
  | 'too-many'
  | 'group-not-closed'
  | 'no-name'
  | 'renamed'
  | 'no-label'
  | 'label-missing'
  | 'cut'
  | 'no-such-list'
  | 'list-unused'
  | 'condition-not-read'
  | 'constraint-not-read'
  | 'unknown-question'
  | 'equals-several'
  | 'required-by-condition'
  | 'title-missing'
  | 'id-taken';

/** One remark, with the place in the workbook where its author finds it. */
export interface Remark {
  readonly sheet: string;
  /** as the program that made the workbook counts it, from 1; none: the whole sheet */
  readonly row?: number;
  /** the column's name as it stands there */
  readonly column?: string;
  readonly code: RemarkCode;
  /** what stands there: a type, a piece of an expression, a name */
  readonly what?: string;
}

export type Tell = (remark: Remark) => void;
