import { bodyOf, sameBody } from '../../src/domain/canonical.ts';
import { isRegister } from '../../src/domain/catalogue.ts';
import type { RefusalCode } from '../../src/domain/fault.ts';
import { groupBy } from '../../src/domain/group.ts';
import { merge } from '../../src/domain/merge.ts';
import type { Head } from '../../src/domain/register.ts';
import { StorageUnavailable, type DraftDoc, type Storage } from '../storage/port.ts';
import { ByPlace } from './by-place.ts';
import type { Place, Shelf } from './shelf.ts';

/** A part that was found good, on its way to the storage. */
export interface Accepted extends Place {
  readonly body: Head;
  readonly unit?: string | undefined;
}

/** `written` now with the storage's own word on durability, or `held` there before, or refused at the last moment. */
export type Written =
  | { readonly kind: 'written'; readonly rev: string; readonly durable: boolean }
  | { readonly kind: 'held'; readonly rev: string }
  | { readonly kind: 'refused'; readonly code: RefusalCode };

/** Rounds against other writers of the same document: in each somebody wins. More than that is a storage in trouble. */
const mostRounds = 40;

/**
 * Writes good parts; a unit's visit last, so that a desk never sees half a visit. Throws `StorageUnavailable` when the
 * storage leaves something open: everything may be sent again, what is written will be found `held`.
 */
export async function writeAll(
  storage: Storage,
  shelf: Shelf,
  parts: readonly Accepted[],
): Promise<Map<Accepted, Written>> {
  const isShell = (part: Accepted): boolean => part.unit !== undefined && part.body.type === 'visit';
  const outcomes = await writeSome(
    storage,
    shelf,
    parts.filter((part) => !isShell(part)),
  );
  const broken = new Set([...outcomes].flatMap(([part, { kind }]) => (kind === 'refused' ? (part.unit ?? []) : [])));
  const shells = parts.filter((part) => isShell(part));
  const standing = shells.filter((part) => !broken.has(part.unit ?? ''));
  for (const entry of await writeSome(storage, shelf, standing)) outcomes.set(...entry);
  for (const part of parts) {
    const fell = part.unit !== undefined && broken.has(part.unit) && outcomes.get(part)?.kind !== 'refused';
    if (fell) outcomes.set(part, { kind: 'refused', code: 'unit-refused' });
  }
  return outcomes;
}

async function writeSome(storage: Storage, shelf: Shelf, parts: readonly Accepted[]): Promise<Map<Accepted, Written>> {
  const outcomes = new Map<Accepted, Written>();
  let open = parts;
  for (let round = 0; open.length > 0; round += 1) {
    if (round === mostRounds) throw new StorageUnavailable();
    await shelf.fetch(open);
    const steps = new Map<Accepted, Step>();
    const taken = new ByPlace<true>();
    for (const part of open) {
      // two changes of one document go in two rounds, the second on top of the first
      if (taken.has(part.db, part.id)) continue;
      const step = nextStep(shelf, part);
      if ('draft' in step) steps.set(part, step);
      else outcomes.set(part, step);
      taken.set(part.db, part.id, true);
    }
    const homes = groupBy(steps, ([part]) => part.db);
    await Promise.all([...homes].map(([db, sent]) => writeInto(storage, shelf, db, sent, outcomes)));
    open = open.filter((part) => !outcomes.has(part));
  }
  return outcomes;
}

/** A body to write, and the document that carries it. */
interface Step {
  readonly body: Head;
  readonly draft: DraftDoc;
}

/** What is left to do for a part: nothing, or a document to write. */
function nextStep(shelf: Shelf, { db, id, body }: Accepted): Written | Step {
  const held = shelf.at(db, id);
  if (!held) return stepTo(body);
  const merged = isRegister(body.type) ? merge(held.body, body) : body;
  if (sameBody(held.body, merged)) return { kind: 'held', rev: held.rev };
  if (!isRegister(body.type)) return { kind: 'refused', code: 'fact-exists' };
  return stepTo(merged, held.rev);
}

function stepTo(given: Head, rev?: string): Step {
  const body = bodyOf(given) as unknown as Head;
  return { body, draft: { ...body, ...(rev !== undefined && { _rev: rev }) } };
}

async function writeInto(
  storage: Storage,
  shelf: Shelf,
  db: string,
  sent: readonly [Accepted, Step][],
  outcomes: Map<Accepted, Written>,
): Promise<void> {
  const results = await storage.write(
    db,
    sent.map(([, { draft }]) => draft),
  );
  for (const [index, [part, { body }]] of sent.entries()) {
    const result = results[index];
    if (!result || result.error === 'unavailable') throw new StorageUnavailable();
    if (result.error === 'refused') outcomes.set(part, { kind: 'refused', code: 'invalid' });
    else if (result.error === 'conflict' || result.rev === undefined) shelf.forget(part);
    else {
      outcomes.set(part, { kind: 'written', rev: result.rev, durable: result.durable });
      shelf.put(db, part.id, { body, rev: result.rev });
    }
  }
}
