import { mount } from 'svelte';
import App from './app/App.svelte';
import { Address } from './app/address.svelte.ts';
import { whenIdle } from './app/idle.ts';
import Insecure from './app/Insecure.svelte';
import { Look } from './app/look.svelte.ts';
import MemoryTrouble from './app/MemoryTrouble.svelte';
import { Memory } from './app/memory.svelte.ts';
import { Post } from './app/post.svelte.ts';
import { Session } from './app/session.svelte.ts';
import { Update } from './app/update.svelte.ts';
import { WrongTries } from './app/wrong-tries.ts';
import { deviceClock } from './platform/clock.ts';
import { reserveIn } from './platform/reserve.ts';
import { tracesIn } from './platform/trace.ts';
import { trustedScripts } from './platform/trusted-script.ts';
import { openTablet } from './store/tablet.ts';
import { startSync } from './sync/start.ts';
import { Lexicon } from './words/lexicon.svelte.ts';
import './ui/tokens.css';
import './ui/base.css';

/** The only place where things are built and joined. */
async function start(target: HTMLElement): Promise<void> {
  const look = new Look(document, localStorage, matchMedia('(prefers-contrast: more)').matches);
  const lexicon = new Lexicon(look.language);
  if (!window.isSecureContext) {
    mount(Insecure, { target, props: { lexicon } });
    return;
  }
  const trust = trustedScripts(window);
  const post = new Post(window);
  // a memory that is slow to open, as after a power cut, is waited for; nobody looks at a blank page meanwhile
  const slow = setTimeout(() => (target.textContent = lexicon.current.shell.loading), 1_500);
  const tablet = await openTablet().catch((error: unknown) => {
    reportError(error);
    return undefined;
  });
  const opened = (): void => {
    clearTimeout(slow);
    target.textContent = '';
  };
  const unreadable = (): void => {
    opened();
    // without it nobody knows who works here; nothing is made anew over it
    const onreload = (): void => {
      location.reload();
    };
    mount(MemoryTrouble, { target, props: { words: lexicon.current, trouble: 'unreadable', onreload } });
  };
  if (!tablet) {
    unreadable();
    return;
  }
  const memory = new Memory(tracesIn(localStorage));
  const reserve = reserveIn('caches' in window ? caches : undefined);
  const session = new Session({
    tablet,
    memory,
    spare: async () => {
      // nobody who writes waits for pictures to go: they make room for the next time
      void post.media?.letDeliveredMediaGo().catch(() => 0);
      return reserve.spend();
    },
    clock: deviceClock,
    carry: (store, answer) => {
      // a bug of the carrier ends its round, never the app; its kind and place are for whoever looks at the console
      const onBug = (name: string, where: string): void => {
        reportError(new Error(`sync: ${name} at ${where}`));
      };
      const parts = { store, page: document, trust, onBug };
      return post.follow(startSync(answer ? { ...parts, session: answer } : parts));
    },
  });
  const address = new Address(window);
  const update = new Update();
  const tries = new WrongTries(tablet, () => session.account);
  const begun = await Promise.all([tablet.setting('deviceName'), session.begin()]).catch((error: unknown) => {
    reportError(error);
    return undefined;
  });
  if (!begun) {
    unreadable();
    return;
  }
  const [deviceName = ''] = begun;
  address.listen();
  whenIdle(document, () => deviceClock.now(), session.lock);
  const now = (): number => deviceClock.now();
  opened();
  mount(App, { target, props: { session, address, look, lexicon, update, post, now, tries, reserve, deviceName } });
  // behind the lock nothing is read yet, but the drafts are counted
  const drafts = (): number =>
    session.phase === 'in' ? (session.store?.shelf.drafts.length ?? 0) : session.waiting.drafts;
  const mayReload = (): boolean => !session.counting && drafts() === 0;
  update.watch(window, trust('/sw.js'), mayReload);
}

const target = document.getElementById('app');
if (target) void start(target);
