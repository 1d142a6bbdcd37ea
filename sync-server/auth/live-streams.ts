import type { Authority } from './authority.ts';
import type { Session } from './session.ts';
import { rightsMark } from './token.ts';

/** How often the sessions of open streams are looked at, in ms; with what the authority remembers: under 5 s. */
const roundEvery = 2000;
/** A storage that is silent for so long (ms) cannot vouch for anybody: with the round's own time still under 5 s. */
const patience = 2000;

interface Held {
  readonly session: Session;
  readonly end: () => void;
}

/**
 * Ends streams: when their time is over, and within 5 s when the session was ended, the device revoked or the person's
 * rights changed. Whoever still may then opens a new stream with the rights of that moment.
 */
export function createLiveStreams({ authority, clock }: { authority: Authority; clock: () => number }) {
  const held = new Set<Held>();
  let round: NodeJS.Timeout | undefined;
  let looking = false;

  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    const streams = [...held];
    // a storage that does not answer cannot vouch for anybody
    const answered = await within(
      patience,
      authority.freshen(streams.map(({ session }) => session)).then(
        () => true,
        () => false,
      ),
    );
    for (const stream of streams)
      if (!answered || !(await isUnchanged(stream.session).catch(() => false))) stream.end();
    looking = false;
  }

  async function isUnchanged({ id, deviceId, expiresAt, holder }: Session): Promise<boolean> {
    const { userId: user } = holder;
    const rights = rightsMark(holder);
    return (await authority.sessionOf({ session: id, user, device: deviceId, rights, expiresAt })) !== undefined;
  }

  function settle(): void {
    if (held.size === 0) {
      clearInterval(round);
      round = undefined;
    } else round ??= setInterval(() => void look(), roundEvery);
  }

  return {
    /** A signal that aborts when the stream must end; `release` when it has ended by itself. */
    hold(session: Session): { signal: AbortSignal; release: () => void } {
      const ending = new AbortController();
      const over = setTimeout(() => stream.end(), Math.max(0, session.expiresAt - clock()));
      const release = (): void => {
        clearTimeout(over);
        held.delete(stream);
        settle();
      };
      const stream: Held = {
        session,
        end: () => {
          release();
          ending.abort();
        },
      };
      held.add(stream);
      settle();
      return { signal: ending.signal, release };
    },
    /** Ends all: the relay goes down. */
    close(): void {
      for (const stream of [...held]) stream.end();
    },
  };
}

async function within(ms: number, asked: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}

export type LiveStreams = ReturnType<typeof createLiveStreams>;
