import { isPermitted } from './permitted.ts';
import type { Checklist } from '../../domain/checklist/checklist.ts';
import { newChecklist } from '../../domain/checklist/editing.ts';
import type { FaultCode } from '../../domain/fault.ts';
import type { Me } from '../../domain/me.ts';
import { readForm } from '../../domain/xlsform/read-form.ts';
import { watched } from '../../platform/watched.ts';
import { checklistDrafts, saveChecklistDraft, type ChecklistDraftBody } from '../../store/checklist-drafts.ts';
import { checklists } from '../../store/reference.ts';
import type { Store } from '../../store/store.ts';
import type { WorkbookTrouble } from './read-workbook.ts';

/** One checklist of the community, as its row shows it. */
export interface ListedChecklist {
  readonly list: Checklist;
  /** the version in force; none: not published yet */
  readonly inForce: number | undefined;
  /** ISO 8601, when somebody on this tablet last worked on it */
  readonly draftOf: string | undefined;
}

export type FormTrouble = WorkbookTrouble | 'no-survey' | 'no-questions';

/** The checklists of the community and what is being made of them. */
export class ChecklistsModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #watch: () => void;
  #trouble = $state<FormTrouble | undefined>();
  #fault = $state<FaultCode | undefined>();
  #reading = $state(false);

  constructor(store: Store, me: Me) {
    this.#store = store;
    this.#me = me;
    this.#watch = watched(store.shelf);
  }

  get permitted(): boolean {
    return isPermitted(this.#me);
  }
  get trouble(): FormTrouble | undefined {
    return this.#trouble;
  }
  get fault(): FaultCode | undefined {
    return this.#fault;
  }
  get reading(): boolean {
    return this.#reading;
  }
  readonly listed: readonly ListedChecklist[] = $derived.by(() => {
    this.#watch();
    const inForce = checklists(this.#store.shelf);
    const drafts = new Map(checklistDrafts(this.#store).map((draft) => [draft.body.checklist.id, draft]));
    const ids = [...new Set([...inForce.keys(), ...drafts.keys()])].sort();
    return ids.flatMap((id): ListedChecklist[] => {
      const draft = drafts.get(id);
      const list = inForce.get(id) ?? draft?.body.checklist;
      return list ? [{ list, inForce: inForce.get(id)?.version, draftOf: draft?.savedAt }] : [];
    });
  });

  get #taken(): string[] {
    return this.listed.map(({ list }) => list.id);
  }
  async #keep(body: ChecklistDraftBody): Promise<string | undefined> {
    const saved = await saveChecklistDraft(this.#store, body);
    this.#fault = saved.ok ? undefined : saved.fault.code;
    return saved.ok ? body.checklist.id : undefined;
  }

  /** Begins a list of one's own. @returns its id */
  begin = (): Promise<string | undefined> => this.#keep({ checklist: newChecklist(this.#taken) });

  /** Reads a questionnaire as the draft of a list. @returns its id; undefined: it says why not */
  bring = async (file: File): Promise<string | undefined> => {
    this.#reading = true;
    this.#trouble = undefined;
    try {
      // fetched when somebody first brings one; offline it comes from the installed app
      const { readWorkbook } = await import('./read-workbook.ts');
      const read = readWorkbook(new Uint8Array(await file.arrayBuffer()));
      const form = read.ok ? readForm(read.workbook, file.name.replace(/\.[^.]+$/, ''), this.#taken) : read;
      if (form.ok)
        return await this.#keep({ checklist: form.checklist, cameAs: form.checklist, remarks: form.remarks });
      this.#trouble = form.code;
    } catch {
      this.#fault = 'unexpected';
    } finally {
      this.#reading = false;
    }
    return undefined;
  };
}
