import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core';
import { findChromium } from '../../../.config/steps/chromium.mjs';
import type { Wire } from './wire.ts';

/** The sizes every screen is drawn for, in CSS px. */
export const sizes = {
  landscape: { width: 1280, height: 800 },
  portrait: { width: 800, height: 1280 },
  phone: { width: 390, height: 844 },
} as const;

export interface TabletSetting {
  /** The tablet's own storage; the same folder again is the same tablet. The caller makes and removes it. */
  readonly profileDir: string;
  /** Its line to the relay; keep it for all lives of the tablet, its address is the tablet's origin. */
  readonly wire: Wire;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Default `zh-CN`. */
  readonly locale?: string;
  readonly colorScheme?: 'light' | 'dark';
  /** Open it without a signal. */
  readonly offline?: boolean;
  /** The path to open; `null` opens nothing. Default `/`. */
  readonly path?: string | null;
  /** More switches for the browser. */
  readonly args?: readonly string[];
}

export interface Tablet {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page logged as an error, or threw without catching. Empty in a good journey. */
  readonly complaints: readonly string[];
  /** `true`: no byte leaves or comes, and the browser says so; `false`: signal again. */
  offline(on: boolean): Promise<void>;
  /** SIGKILL for the browser and all its processes, as when the system takes the memory back. */
  kill(): Promise<void>;
  /** Ends it in good order. */
  close(): Promise<void>;
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Takes a tablet in hand: a Chromium with its own profile, at the app's address.
 *
 * @throws when no Chromium is found, or the first page does not load (without a signal: when nothing was installed)
 */
export async function openTablet(setting: TabletSetting): Promise<Tablet> {
  const { profileDir, wire, viewport = sizes.landscape, locale = 'zh-CN', colorScheme = 'light', path = '/' } = setting;
  const args = [...flags, ...(setting.args ?? [])];
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('no Chromium on this machine; set CHROMIUM to its path');
  const context = await chromium.launchPersistentContext(profileDir, {
    executablePath,
    args,
    viewport,
    locale,
    colorScheme,
    timezoneId: 'Asia/Shanghai',
    baseURL: wire.origin,
    hasTouch: true,
    serviceWorkers: 'allow',
  });
  // the disk of a shared machine may be busy for a while; what never comes fails all the same
  context.setDefaultTimeout(60_000);
  const page = context.pages()[0] ?? (await context.newPage());
  const complaints: string[] = [];
  page.on('pageerror', (fault) => complaints.push(String(fault.stack ?? fault)));
  page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));

  const offline = async (on: boolean): Promise<void> => {
    // The wire is what really cuts, service worker included; the context only makes the page notice at once.
    if (on) wire.cut();
    else wire.mend();
    await context.setOffline(on);
  };
  if (setting.offline === true) await offline(true);
  if (path !== null) await page.goto(path);
  return { page, context, complaints, offline, kill: () => killAll(context), close: () => context.close() };
}

async function killAll(context: BrowserContext): Promise<void> {
  const browser = context.browser();
  if (browser === null) throw new Error('this context has no browser of its own');
  const { own, all } = await processesOf(browser);
  for (const pid of all) tell(pid, 'SIGKILL');
  while (tell(own, 0)) await pause(10);
}

async function processesOf(browser: Browser): Promise<{ own: number; all: number[] }> {
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  const own = processInfo.find(({ type }) => type === 'browser');
  if (own === undefined) throw new Error('the browser does not name its own process');
  // The browser first: it would start a lost renderer anew.
  return { own: own.id, all: [own.id, ...processInfo.map(({ id }) => id).filter((id) => id !== own.id)] };
}

/** Whether the process was there to be told; signal 0 only asks. */
function tell(pid: number, signal: 'SIGKILL' | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
