import { areaOf, logOf } from '../../domain/database-name.ts';
import type { EmergencyReason, Opening } from '../../domain/documents/visit.ts';
import type { EmergencyCard, EmergencyExtract } from '../../domain/emergency.ts';
import { done, failed, type Result } from '../../domain/fault.ts';
import { mayWrite } from '../../domain/may-write.ts';
import type { Me } from '../../domain/me.ts';
import { saveAction } from '../../store/save.ts';
import { newHead, type Store } from '../../store/store.ts';

interface Asked {
  readonly dwellingId: string;
  readonly buildingId: string;
  /** of the leader's buildings, as far as this tablet has them */
  readonly cards: readonly EmergencyExtract[];
}

/** The cards of a door, after the log entry of who opened them and why is safe on this tablet. */
export async function openCards(
  store: Store,
  { holder }: Me,
  { dwellingId, buildingId, cards }: Asked,
  reason: EmergencyReason,
): Promise<Result<readonly EmergencyCard[]>> {
  const here = cards.find((extract) => extract.buildingId === buildingId);
  if (!here) return failed('offline');
  const shown = here.cards.filter((card) => card.dwellingId === dwellingId);
  const [area] = holder.grants.find(({ buildings = [] }) => buildings.includes(buildingId))?.areas ?? [];
  const db = logOf(holder.community);
  const doc: Opening = {
    ...newHead(store, 'opening'),
    ...{ db: areaOf(area ?? ''), subjectId: dwellingId, purpose: 'help', shown: shown.length },
    ...{ emergency: reason, buildingId },
  };
  if (area === undefined || mayWrite(holder, db, doc, { buildingId }) !== undefined) return failed('not-yours');
  const saved = await saveAction(store, { parts: [{ db, doc }] });
  return saved.ok ? done(shown) : saved;
}
