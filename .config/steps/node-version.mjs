// Also has to load on a Node too old for the rest, so that it can say so: no `node:` imports, no newer syntax.
const oldest = '20.19';

/** Ends the process with one line, in both languages, when this Node is too old. */
export function requireNode() {
  const own = process.versions.node;
  if (inOrder(own) >= inOrder(oldest)) return;
  console.error(
    `Node ${own} 太旧，请安装 Node ${oldest} 或更新的版本。/ Node ${own} is too old: please install Node ${oldest} or newer.`,
  );
  process.exit(1);
}

/** @param {string} version */
function inOrder(version) {
  const parts = version.split('.').map(Number);
  return (parts[0] || 0) * 1000 + (parts[1] || 0);
}
