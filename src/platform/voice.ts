import { done, failed, type Result } from '../domain/fault.ts';

export interface Recording {
  /** Ends it and keeps what was said. */
  stop(): void;
  /** Ends it and keeps nothing. */
  cancel(): void;
  /** What was said, when it ended; undefined: it was cancelled. */
  readonly said: Promise<{ readonly file: Blob; readonly seconds: number } | undefined>;
}

/** What browsers can write; what comes first is smallest. */
const forms = ['audio/webm;codecs=opus', 'audio/webm', 'audio/mp4', 'audio/ogg'];
/** Enough for words: three minutes stay below a megabyte. */
const bitsPerSecond = 32_000;

/** Listens until it is ended, at most so many seconds. Fault `forbidden`: nobody may listen, or there is no microphone. */
export async function recordVoice(most: number): Promise<Result<Recording>> {
  const devices = (globalThis.navigator as Partial<Navigator>).mediaDevices;
  if (!devices || typeof MediaRecorder === 'undefined') return failed('forbidden');
  let stream: MediaStream;
  try {
    stream = await devices.getUserMedia({ audio: { channelCount: 1, noiseSuppression: true } });
  } catch {
    return failed('forbidden');
  }
  const mimeType = forms.find((form) => MediaRecorder.isTypeSupported(form));
  const recorder = new MediaRecorder(stream, { audioBitsPerSecond: bitsPerSecond, ...(mimeType && { mimeType }) });
  const pieces: Blob[] = [];
  const began = performance.now();
  let kept = true;
  const said = new Promise<{ file: Blob; seconds: number } | undefined>((resolve) => {
    recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
    recorder.addEventListener('stop', () => {
      for (const track of stream.getTracks()) track.stop();
      const seconds = Math.round((performance.now() - began) / 100) / 10;
      resolve(kept ? { file: new Blob(pieces, { type: recorder.mimeType }), seconds } : undefined);
    });
  });
  const end = (): void => {
    if (recorder.state !== 'inactive') recorder.stop();
  };
  const limit = setTimeout(end, most * 1_000);
  void said.then(() => {
    clearTimeout(limit);
  });
  recorder.start(1_000);
  return done({
    stop: end,
    cancel: () => {
      kept = false;
      end();
    },
    said,
  });
}
