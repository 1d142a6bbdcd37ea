import type { VisitEffects } from '../domain/checklist/visit-effects.ts';
import type { CallMade } from './visit-draft.ts';

/** What a note tells of a call that could not wait; `calledIn` reads it again. */
export function tellCall({ at, number, to = '' }: CallMade): string {
  const said = to.trim();
  return `${at.slice(11, 16)} 已拨打 ${number}${said === '' ? '' : `，${said}`}`;
}

/**
 * The calls that notes of a visit tell of, so that another version of the visit keeps them.
 * @param startedAt of the visit: its day and offset are those of the calls
 * @param raised what the answers raise now: a call answers the first that names its number
 */
export function calledIn(
  texts: readonly string[],
  startedAt: string,
  raised: VisitEffects['callNow'],
): readonly CallMade[] {
  const open = [...raised];
  return texts.flatMap((text, place): CallMade[] => {
    const [, time, number, to] = /^(\d{2}:\d{2}) 已拨打 ([^，]+)(?:，([^]+))?$/.exec(text) ?? [];
    if (time === undefined || number === undefined) return [];
    const named = open.findIndex(({ numbers }) => numbers.some((one) => one === number));
    const [answered] = named < 0 ? [] : open.splice(named, 1);
    const at = `${startedAt.slice(0, 11)}${time}${startedAt.slice(16)}`;
    return [{ key: answered?.key ?? `call:${String(place)}`, at, number, ...(to !== undefined && { to }) }];
  });
}
