let codes: Map<string, number> | undefined;

/** Two-byte codes of GBK by character, from the decoder that Node has. */
function table(): Map<string, number> {
  if (codes) return codes;
  codes = new Map();
  const decoder = new TextDecoder('gbk');
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue;
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if ([...character].length === 1 && character !== '\uFFFD' && !/\p{Co}/u.test(character) && !codes.has(character)) codes.set(character, lead << 8 | trail);
    }
  }
  return codes;
}

/** A text in GBK; undefined where GBK lacks one of its characters. */
export function toGbk(text: string): Buffer | undefined {
  const bytes: number[] = [];
  for (const character of text) {
    const own = character.codePointAt(0) as number;
    if (own < 0x80) { bytes.push(own); continue; }
    const code = table().get(character);
    if (code === undefined) return undefined;
    bytes.push(code >> 8, code & 0xff);
  }
  return Buffer.from(bytes);
}
