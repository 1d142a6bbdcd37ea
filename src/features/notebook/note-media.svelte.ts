import type { MediaKind, MediaReference } from '../../domain/documents/media.ts';
import type { FaultCode } from '../../domain/fault.ts';
import { longestVoice } from '../../domain/media.ts';
import { recordVoice, type Recording } from '../../platform/voice.ts';
import type { Album, Tile } from '../../store/album.ts';

export interface NoteMediaParts {
  readonly album: Album | undefined;
  /** key of the area that will own them; undefined: this person may add none */
  readonly area: () => string | undefined;
  readonly draftKey: () => string;
  /** hears what the note owns after a change */
  readonly changed: () => void;
}

/** Pictures and voices of one note at most. */
const mostOfNote = 6;

/** Pictures and voice of a note while it is written. */
export class NoteMedia {
  readonly #parts: NoteMediaParts;
  #kept = $state.raw<readonly MediaReference[]>([]);
  #making = $state(0);
  #recording = $state.raw<Recording | undefined>();
  #problem = $state<FaultCode | undefined>();

  constructor(parts: NoteMediaParts) {
    this.#parts = parts;
  }

  get kept(): readonly MediaReference[] {
    return this.#kept;
  }
  /** As a draft had them. */
  show(media: readonly MediaReference[]): void {
    this.#kept = media;
  }
  get tiles(): readonly Tile[] {
    return this.#parts.album?.tiles(this.#kept) ?? [];
  }
  get mayTake(): boolean {
    return this.#parts.album !== undefined && this.#parts.area() !== undefined && this.#kept.length < mostOfNote;
  }
  get isMaking(): boolean {
    return this.#making > 0;
  }
  get isRecording(): boolean {
    return this.#recording !== undefined;
  }
  get problem(): FaultCode | undefined {
    return this.#problem;
  }
  again = (id: string): void => {
    this.#parts.album?.again(id);
  };

  take = async (file: Blob, kind: MediaKind = 'photo', seconds?: number): Promise<void> => {
    const { album, draftKey, changed } = this.#parts;
    const area = this.#parts.area();
    if (!album || area === undefined) return;
    this.#problem = undefined;
    this.#making += 1;
    const taken = await album.take(file, {
      kind,
      area,
      draftKey: draftKey(),
      ...(seconds !== undefined && { seconds }),
    });
    this.#making -= 1;
    if (!taken.ok) {
      this.#problem = taken.fault.code;
      return;
    }
    this.#kept = [...this.#kept, taken.value];
    changed();
  };

  remove = (id: string): void => {
    this.#kept = this.#kept.filter((one) => one.id !== id);
    this.#parts.changed();
    this.#parts.album?.drop(id);
  };

  record = async (): Promise<void> => {
    this.#problem = undefined;
    const begun = await recordVoice(longestVoice);
    if (!begun.ok) {
      this.#problem = begun.fault.code;
      return;
    }
    this.#recording = begun.value;
    const said = await begun.value.said;
    this.#recording = undefined;
    if (said) await this.take(said.file, 'voice', said.seconds);
  };
  stop = (): void => {
    this.#recording?.stop();
  };
  cancel = (): void => {
    this.#recording?.cancel();
  };
}
