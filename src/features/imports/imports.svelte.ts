import type { Day } from '../../domain/day.ts';
import type { FaultCode, Result } from '../../domain/fault.ts';
import type { TemplateName } from '../../domain/sheet/columns.ts';
import type { SheetList } from '../../domain/sheet/sheet-list.ts';
import type { Mapping, Use } from '../../domain/sheet/mapping.ts';
import type { Language } from '../../words/in-both.ts';
import { keepFile } from '../../platform/keep-file.ts';
import type { SheetJob, Sheets } from './sheets.ts';

/** How often a run is looked at (ms). */
const lookEvery = 1000;

/** A sheet on its way into the register: chosen, its columns looked at, tried dry, brought in. The relay does the work. */
export class ImportsModel {
  readonly #ask: () => Promise<Sheets>;
  readonly #keep: typeof keepFile;
  #asking: Promise<Sheets> | undefined;
  #job = $state.raw<SheetJob | undefined>();
  #mapping = $state.raw<Mapping>([]);
  #asOf = $state('');
  #list = $state<SheetList>('register');
  #fault = $state<FaultCode | undefined>();
  /** a command is under way: a second tap is not a second command */
  #busy = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #left = false;

  /** @param lists that this person may bring */
  constructor(ask: () => Promise<Sheets>, lists: readonly SheetList[] = ['register'], keep = keepFile) {
    this.#ask = ask;
    this.#list = lists[0] ?? 'register';
    this.#keep = keep;
  }

  get job(): SheetJob | undefined {
    return this.#job;
  }
  /** What the sheet lists, or the next one will. */
  get list(): SheetList {
    return this.#job?.list ?? this.#list;
  }
  listAs = (list: SheetList): void => {
    this.#list = list;
    // one that could not be read stands in nobody's way
    if (this.#job?.state === 'failed') this.#job = undefined;
  };
  get mapping(): Mapping {
    return this.#mapping;
  }
  /** the local day that the sheet speaks of */
  get day(): Day {
    return this.#asOf === '' ? '' : new Date(Date.parse(this.#asOf)).toLocaleDateString('sv');
  }
  get fault(): FaultCode | undefined {
    return this.#fault;
  }
  get runs(): boolean {
    return this.#job?.state === 'checking' || this.#job?.state === 'running';
  }
  /** Names of columns that are dropped because they must not be collected. */
  get withheld(): readonly string[] {
    return this.#headersAs('withheld');
  }
  /** Some columns are needed, or nothing can come in: where, who, or which unit. */
  get placed(): boolean {
    const has = (use: Use): boolean => this.#mapping.includes(use);
    if (this.list === 'members') return has('name');
    if (this.list === 'organisation') return has('unitCode') && has('unitLevel') && has('unitName');
    return has('address') || (has('building') && has('room'));
  }

  #headersAs(use: Use): readonly string[] {
    return (this.#job?.headers ?? []).filter((_, place) => this.#mapping[place] === use);
  }

  /** Goes on with the newest sheet, where one was left. */
  open = async (): Promise<void> => {
    const latest = await this.#asked((sheets) => sheets.latest());
    if (latest) await this.look(latest.id);
  };

  choose = async (file: File, language: Language): Promise<void> => {
    const asOf = new Date(file.lastModified).toISOString();
    const job = await this.#told((sheets) => sheets.bring(file, asOf, language, this.list));
    if (job) this.#take(job);
  };

  use = (place: number, use: Use): void => {
    this.#mapping = this.#mapping.map((before, at) => (at === place ? use : before === use ? 'unused' : before));
  };

  sayDay = (day: Day): void => {
    // noon of the day: the same day in every zone that a sheet comes from
    if (day !== '' && day !== this.day) this.#asOf = new Date(`${day}T12:00:00`).toISOString();
  };

  begin = async (how: 'check' | 'import'): Promise<void> => {
    const { id } = this.#job ?? {};
    if (id === undefined || !this.placed) return;
    const job = await this.#told((sheets) => sheets.begin(id, how, this.#mapping, this.#asOf));
    if (job) this.#take(job);
  };

  look = async (id: string): Promise<void> => {
    const job = await this.#asked((sheets) => sheets.look(id));
    if (job) this.#take(job);
  };

  /** Puts the sheet away, at the relay too; what came in stays. */
  putAway = async (): Promise<void> => {
    const { id, state } = this.#job ?? {};
    if (id === undefined) return;
    if (state !== 'failed') await this.#told((sheets) => sheets.forget(id));
    this.#job = undefined;
  };

  mend = async (name: string): Promise<void> => {
    const { id } = this.#job ?? {};
    const file = id === undefined ? undefined : await this.#told((sheets) => sheets.mend(id));
    if (file) this.#keep(file, name);
  };

  template = async (template: TemplateName, language: Language, name: string): Promise<void> => {
    const file = await this.#told((sheets) => sheets.template(template, language));
    if (file) this.#keep(file, name);
  };

  /** The room was left: nobody looks any more. */
  leave = (): void => {
    this.#left = true;
    clearTimeout(this.#timer);
  };

  #take(job: SheetJob): void {
    if (this.#job?.id !== job.id || job.state !== 'read') this.#mapping = job.mapping;
    this.#asOf = job.asOf;
    this.#job = job;
    clearTimeout(this.#timer);
    if (this.runs && !this.#left) this.#timer = setTimeout(() => void this.look(job.id), lookEvery);
  }

  async #told<T>(question: (sheets: Sheets) => Promise<Result<T>>): Promise<T | undefined> {
    if (this.#busy) return undefined;
    this.#busy = true;
    try {
      return await this.#asked(question);
    } finally {
      this.#busy = false;
    }
  }

  async #asked<T>(question: (sheets: Sheets) => Promise<Result<T>>): Promise<T | undefined> {
    try {
      this.#asking ??= this.#ask();
      const answer = await question(await this.#asking);
      this.#fault = answer.ok ? undefined : answer.fault.code;
      // a run goes on without a signal; it is looked at again
      if (!answer.ok && this.runs && !this.#left) {
        const { id } = this.#job ?? { id: '' };
        this.#timer = setTimeout(() => void this.look(id), lookEvery * 5);
      }
      return answer.ok ? answer.value : undefined;
    } catch {
      // it could not be fetched, or the tablet's memory not be opened: the next question begins anew
      this.#asking = undefined;
      this.#fault = 'unexpected';
      return undefined;
    }
  }
}
