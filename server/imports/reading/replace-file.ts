import { copyFileSync, renameSync, statSync, writeFileSync } from 'node:fs';

// The file of an upload is one with the file that is kept to be read again: what is mended is a file of its own.

export function replaceFile(file: string, content: string, encoding: BufferEncoding = 'utf8'): void {
  writeFileSync(`${file}.mended`, content, { encoding, mode: 0o600 });
  renameSync(`${file}.mended`, file);
}

/** Makes a file that has another name too one of its own. */
export function ownFile(file: string): void {
  if (statSync(file).nlink === 1) return;
  copyFileSync(file, `${file}.mended`);
  renameSync(`${file}.mended`, file);
}
