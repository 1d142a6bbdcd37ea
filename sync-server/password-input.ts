import { createInterface } from 'node:readline';
import type { ReadStream } from 'node:tty';

/**
 * Reads a password from standard input, never from the command line: other users of a machine see arguments. On a
 * terminal it asks, and shows nothing of what is typed; otherwise the first line is the password.
 */
export const passwordFrom = (input: NodeJS.ReadStream) => async (): Promise<string> => {
  if (!input.isTTY) {
    for await (const line of createInterface({ input })) return line;
    return '';
  }
  process.stderr.write('密码 / Password: ');
  const typed = await typedOn(input);
  process.stderr.write('\n');
  return typed;
};

function typedOn(terminal: ReadStream): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    terminal.setRawMode(true).setEncoding('utf8').resume();
    const take = (keys: string): void => {
      for (const key of keys) {
        if (key === '\u0003') process.exit(130);
        if (key === '\r' || key === '\n' || key === '\u0004') {
          terminal.off('data', take);
          terminal.setRawMode(false).pause();
          resolve(text);
          return;
        }
        text = key === '\u007f' ? text.slice(0, -1) : text + key;
      }
    };
    terminal.on('data', take);
  });
}
