import { fromBuffer } from 'yauzl';

/** Entries of a ZIP by name. */
export const unzip = (bytes: Buffer) => new Promise<Map<string, Buffer>>((resolve, reject) => {
  const found = new Map<string, Buffer>();
  fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
    if (error) { reject(error); return; }
    zip.on('error', reject);
    zip.on('end', () => resolve(found));
    zip.on('entry', (entry: { fileName: string }) => zip.openReadStream(entry as never, (fault, stream) => {
      if (fault) { reject(fault); return; }
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => { found.set(entry.fileName, Buffer.concat(parts)); zip.readEntry(); });
    }));
    zip.readEntry();
  });
});
