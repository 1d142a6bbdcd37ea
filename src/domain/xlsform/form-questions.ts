import { unclassified, type Question } from '../checklist/checklist.ts';
import type { Condition } from '../checklist/condition.ts';
import type { Localised } from '../documents/head.ts';
import { tellOfColumns, type FormList } from './form-choices.ts';
import { readFormCondition, type KnownQuestion } from './form-condition.ts';
import { FormNames } from './form-names.ts';
import { cellOf, type FormRow, type FormTable } from './form-table.ts';
import { readFormType, type FormType } from './form-type.ts';
import { FormWords } from './form-words.ts';
import type { RemarkCode, Tell } from './remark.ts';

/** As many questions as a checklist may have. */
const mostQuestions = 120;
const kept = ['type', 'name', 'label', 'hint', 'required', 'relevant', 'constraint', 'constraint_message', 'disabled'];
const ofGroups = ['type', 'name', 'label', 'relevant', 'disabled'];
type Edge = Extract<FormType, { kind: 'begin' | 'end' }>;
const isEdge = (type: FormType): type is Edge => type.kind === 'begin' || type.kind === 'end';
const yes = /^(yes|true|true\(\)|1|是)$/i;
const no = /^(no|false|false\(\)|0|否|)$/i;
const notAllowed: Localised = { zh: '不在允许的范围里，再看一眼。', en: 'Not within what is allowed; look again.' };
const other: Localised = { zh: '其他', en: 'Other' };
const whichOther: Localised = { zh: '其他，请写明', en: 'Other: please say' };

interface Group {
  readonly of: 'group' | 'repeat';
  readonly row: number;
  readonly when?: Condition | undefined;
  /** its questions are not kept: a repeat, or put out of use */
  readonly closed: boolean;
}

/** The rows of a survey as questions, from top to bottom; groups are their conditions and a heading. */
export class FormQuestions {
  readonly #survey: FormTable;
  readonly #lists: ReadonlyMap<string, FormList>;
  readonly #words: FormWords;
  readonly #tell: Tell;
  readonly #names = new FormNames(60, 'q_');
  /** by their names in the form; of two with one name the first */
  readonly #known = new Map<string, KnownQuestion>();
  readonly #groups: Group[] = [];
  readonly #questions: Question[] = [];
  readonly #used = new Set<string>();

  constructor(survey: FormTable, lists: ReadonlyMap<string, FormList>, usual: keyof Localised, tell: Tell) {
    this.#survey = survey;
    this.#lists = lists;
    this.#words = new FormWords(survey, usual, tell);
    this.#tell = tell;
  }

  read(): Question[] {
    for (const row of this.#survey.rows) {
      const type = readFormType(this.#cell(row, 'type'), this.#cell(row, 'appearance'));
      if (!isEdge(type)) this.#ask(row, type);
      else if (type.kind === 'begin') this.#begin(row, type.of);
      else this.#end(row, type.of);
    }
    for (const { row } of this.#groups) this.#say(row, 'group-not-closed');
    for (const [name, { row }] of this.#lists)
      if (!this.#used.has(name)) this.#tell({ sheet: 'choices', row, code: 'list-unused', what: name });
    return this.#questions;
  }

  #cell(row: FormRow, name: string): string {
    return cellOf(this.#survey, row, name);
  }
  #say(row: number, code: RemarkCode, what?: string, column?: string): void {
    const more = { ...(what !== undefined && { what }), ...(column !== undefined && { column }) };
    this.#tell({ sheet: this.#survey.sheet, row, code, ...more });
  }
  get #closed(): Group | undefined {
    return this.#groups.find(({ closed }) => closed);
  }
  /** Whether a row is out of use, by itself or by where it stands; and it is said. */
  #outOfUse(row: FormRow, type: string): boolean {
    const label = this.#cell(row, 'name') || this.#cell(row, 'label') || type;
    if (yes.test(this.#cell(row, 'disabled'))) this.#say(row.number, 'disabled', label);
    else if (this.#closed) this.#say(row.number, this.#closed.of === 'repeat' ? 'in-repeat' : 'disabled', label);
    else return false;
    return true;
  }

  #begin(row: FormRow, of: Group['of']): void {
    const out = this.#outOfUse(row, of);
    if (!out && of === 'repeat') this.#say(row.number, 'type-not-kept', this.#cell(row, 'type'), 'type');
    const closed = out || of === 'repeat';
    const when = closed ? undefined : this.#condition(row);
    this.#groups.push({ of, row: row.number, when, closed });
    if (closed) return;
    const label = this.#words.read(row, 'label');
    if (label) this.#add(row, { type: 'statement' }, label, 'group');
    tellOfColumns(this.#survey, row, (column) => ofGroups.includes(column.name), this.#tell);
  }
  #end(row: FormRow, of: Group['of']): void {
    if (this.#groups.at(-1)?.of === of) this.#groups.pop();
    else this.#say(row.number, 'group-not-closed', this.#cell(row, 'type'), 'type');
  }

  #ask(row: FormRow, type: Exclude<FormType, Edge>): void {
    const written = this.#cell(row, 'type');
    if (this.#outOfUse(row, written)) return;
    if (type.kind === 'none') {
      const name = this.#cell(row, 'name');
      return this.#say(row.number, 'type-not-kept', name === '' ? written : `${written} ${name}`, 'type');
    }
    const signature = type.kind === 'question' && type.question.type === 'signature';
    const isKept = (name: string): boolean => kept.includes(name) || (signature && name === 'appearance');
    tellOfColumns(this.#survey, row, (column) => isKept(column.name), this.#tell);
    const label = this.#words.read(row, 'label');
    if (!label) this.#say(row.number, 'no-label', this.#cell(row, 'name'), 'label');
    const shown = (this.#cell(row, 'name') || written).slice(0, 200);
    const words = label ?? { zh: shown, en: shown };
    if (type.kind === 'question') this.#add(row, type.question, words, 'q');
    else this.#select(row, type, words);
  }

  #select(row: FormRow, type: Extract<FormType, { kind: 'select' }>, label: Localised): void {
    const list = this.#lists.get(type.list);
    this.#used.add(type.list);
    if (!list) this.#say(row.number, 'no-such-list', type.list, 'type');
    const listed = list?.choices ?? [];
    const value = new FormNames(
      40,
      '',
      listed.map((one) => one.value),
    ).take('other', 'other');
    const choices = [...listed, ...(type.other ? [{ value, label: other }] : [])];
    const asked = this.#add(row, { type: type.type, choices }, label, 'q', list?.byName);
    if (!asked || !type.other) return;
    const id = this.#names.take(`${asked.id}_other`, 'other');
    this.#push(row, {
      ...{ id, type: 'text', section: asked.section, label: whichOther, required: false },
      ...{ showIf: { op: 'eq', id: asked.id, value }, sensitive: [unclassified] },
    });
  }

  #add(
    row: FormRow,
    kind: Pick<Question, 'type' | 'whole' | 'signed' | 'choices'>,
    label: Localised,
    instead: string,
    byName?: ReadonlyMap<string, string>,
  ): Question | undefined {
    const name = this.#cell(row, 'name');
    const id = this.#names.take(name, `${instead}${String(row.number)}`);
    if (name === '') this.#say(row.number, 'no-name', id, 'name');
    else if (id !== name) this.#say(row.number, 'renamed', `${name} → ${id}`, 'name');
    const isGroup = instead === 'group';
    const showIf = this.#shown(row, isGroup);
    const known = { id, type: kind.type, ...(byName && { byName }) };
    const constraint = isGroup ? undefined : this.#constraint(row, name, known);
    const hint = isGroup ? undefined : this.#words.read(row, 'hint');
    if (name !== '' && !this.#known.has(name)) this.#known.set(name, known);
    return this.#push(row, {
      ...{ id, section: 'say', ...kind, label },
      ...(hint && { hint }),
      required: !isGroup && this.#required(row, kind.type),
      ...(showIf && { showIf }),
      ...(constraint && { constraint }),
      sensitive: [unclassified],
    });
  }
  #push(row: FormRow, question: Question): Question | undefined {
    if (this.#questions.length >= mostQuestions) {
      this.#say(row.number, 'too-many', question.label.zh);
      return undefined;
    }
    this.#questions.push(question);
    return question;
  }

  #condition(row: FormRow): Condition | undefined {
    const text = this.#cell(row, 'relevant');
    const at = { sheet: this.#survey.sheet, row: row.number, column: 'relevant' };
    return text === '' ? undefined : readFormCondition(text, this.#known, at, this.#tell);
  }
  /** When a question is asked: what its groups say, and what it says itself. A group has said so when it began. */
  #shown(row: FormRow, isGroup: boolean): Condition | undefined {
    const ofGroups = this.#groups.flatMap(({ when }) => when ?? []);
    const all = isGroup ? ofGroups : [...ofGroups, ...[this.#condition(row) ?? []].flat()];
    const [first] = all;
    return all.length > 1 ? { op: 'and', of: all } : first;
  }
  #constraint(row: FormRow, name: string, self: KnownQuestion): Question['constraint'] {
    const text = this.#cell(row, 'constraint');
    if (text === '') return undefined;
    // a name with a blank cannot be written in an expression: it is nobody else's
    const me = name === '' ? ' ' : name;
    const known = new Map([...this.#known, [me, self]]);
    const at = { sheet: this.#survey.sheet, row: row.number, column: 'constraint' };
    const when = readFormCondition(text, known, at, this.#tell, me);
    return when && { when, words: this.#words.read(row, 'constraint_message') ?? notAllowed };
  }
  #required(row: FormRow, type: Question['type']): boolean {
    const text = this.#cell(row, 'required');
    if (!yes.test(text) && !no.test(text)) this.#say(row.number, 'required-by-condition', text, 'required');
    return type !== 'statement' && yes.test(text);
  }
}
