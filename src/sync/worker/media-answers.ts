import type { MediaReference } from '../../domain/documents/media.ts';
import { done, failed, type Result } from '../../domain/fault.ts';
import { jpegSize, largestMedia } from '../../domain/media.ts';
import { newMediaSecret, openMedia, sealMedia } from '../../platform/media-seal.ts';
import { reserveIn } from '../../platform/reserve.ts';
import { roomIn, storageLeft } from '../../platform/storage-left.ts';
import { forgetMedia, keepMediaRow } from '../../store/media.ts';
import type { Store } from '../../store/store.ts';
import { letDeliveredMediaGo } from '../let-media-go.ts';
import type { MediaBox } from '../media-box.ts';
import type { MediaAsk, Taken } from '../media-desk.ts';
import type { MediaRelay } from '../media-relay.ts';
import { smallPicture } from './small-picture.ts';

export interface MediaAnswering {
  readonly store: Store;
  readonly box: () => Promise<MediaBox>;
  readonly relay: MediaRelay;
}

type Made = Pick<MediaReference, 'type' | 'width' | 'height' | 'seconds'> & { readonly bytes: Uint8Array<ArrayBuffer> };

const voices = ['audio/webm', 'audio/mp4', 'audio/ogg'] as const;

async function made({ file, kind, seconds }: Taken): Promise<Result<Made>> {
  if (kind !== 'voice') return smallPicture(file, kind);
  const type = voices.find((known) => file.type.startsWith(known));
  if (type === undefined) return failed('invalid');
  if (file.size > largestMedia) return failed('too-large');
  const bytes = new Uint8Array(await file.arrayBuffer());
  return done({ type, bytes, ...(seconds !== undefined && { seconds }) });
}

/** Its row first, so that no bytes lie on the tablet of which nobody knows. */
async function keep({ store, box }: MediaAnswering, taken: Taken): Promise<Result<MediaReference>> {
  const ready = await made(taken);
  if (!ready.ok) return ready;
  const { bytes, ...form } = ready.value;
  const secret = newMediaSecret();
  const reference: MediaReference = { ...secret, area: taken.area, kind: taken.kind, bytes: bytes.length, ...form };
  const sealed = await sealMedia(secret, bytes);
  const place = await box();
  // The last room is for words: pictures that are safe go first, and a new one waits until there is more.
  const crowded = async (): Promise<boolean> =>
    roomIn(await storageLeft()) === 'hardly' || !(await reserveIn('caches' in globalThis ? caches : undefined).lay());
  if (await crowded()) {
    await letDeliveredMediaGo(store, place).catch(() => 0);
    if (await crowded()) return failed('storage-full');
  }
  const put = async (): Promise<boolean> => {
    try {
      await keepMediaRow(store, reference, taken.draftKey);
      await place.put(secret.id, sealed);
      return true;
    } catch {
      await forgetMedia(store, [secret.id]).catch(() => undefined);
      return false;
    }
  };
  if (await put()) return done(reference);
  // What the relay has safely makes room for what it has not.
  await letDeliveredMediaGo(store, place).catch(() => 0);
  return (await put()) ? done(reference) : failed('storage-full');
}

/** A picture is given to a decoder only when it says of itself what its document says of it. */
function asPromised({ type, width, height, kind }: MediaReference, bytes: Uint8Array): boolean {
  if (kind === 'voice' || type !== 'image/jpeg') return true;
  const size = jpegSize(bytes);
  return size?.width === width && size?.height === height;
}

async function show({ box, relay }: MediaAnswering, reference: MediaReference): Promise<Result<Blob>> {
  const here = await (await box()).get(reference.id);
  const told = here ? done(here) : await relay.fetch(reference.area, reference.id);
  if (!told.ok) return told;
  const plain = await openMedia(reference, told.value);
  if (!plain || !asPromised(reference, plain)) return failed('invalid');
  return done(new Blob([plain], { type: reference.type }));
}

/** Answers what the window asks about pictures. */
export async function answerMedia(answering: MediaAnswering, ask: MediaAsk): Promise<unknown> {
  switch (ask.what) {
    case 'take':
      return keep(answering, ask.taken);
    case 'show':
      return show(answering, ask.reference);
    case 'let-go':
      return letDeliveredMediaGo(answering.store, await answering.box());
  }
}
