// Makes server/styles/glyphs/*/0-255.pbf: distance fields of DejaVu Sans (free licence, dejavu-fonts.github.io) drawn by Chromium.
// node web/glyphs.cjs; needed again only when the font is to change.
const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { chromium } = require('playwright-core');

const [SIZE, BORDER, RADIUS, CUTOFF] = [24, 3, 8, 0.25];

/** In the page: the glyph's alpha, its metrics, and from them the field (0 = far outside, 255 = deep inside). */
function draw({ code, font, size, border, radius, cutoff }) {
  const canvas = document.createElement('canvas');
  const side = size * 3;
  canvas.width = canvas.height = side;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.font = font;
  const text = String.fromCharCode(code);
  const measured = context.measureText(text);
  const top = Math.ceil(measured.actualBoundingBoxAscent);
  const left = Math.floor(-measured.actualBoundingBoxLeft);
  const width = Math.max(0, Math.ceil(measured.actualBoundingBoxRight) - left);
  const height = Math.max(0, top + Math.ceil(measured.actualBoundingBoxDescent));
  const [across, down] = [width + 2 * border, height + 2 * border];
  context.fillText(text, size - left, size + top);
  const alpha = context.getImageData(size - border, size - border, across, down).data.filter((_, n) => n % 4 === 3);
  const inside = [...alpha].map((value) => value / 255);
  const field = inside.map((value, n) => {
    let [toIn, toOut] = [Infinity, Infinity];
    inside.forEach((other, m) => {
      const far = Math.hypot((n % across) - (m % across), Math.floor(n / across) - Math.floor(m / across));
      if (other > 0) toIn = Math.min(toIn, Math.max(0, far + 0.5 - other));
      if (other < 1) toOut = Math.min(toOut, Math.max(0, far + other - 0.5));
    });
    const outside = value >= 0.5 ? -toOut : toIn;
    return Math.round(255 - 255 * (outside / radius + cutoff));
  });
  return { code, width, height, left, top: top - 26, advance: Math.round(measured.width), field: width && height ? field : [] };
}

const FONTS = { 'Paikou Sans': `${SIZE}px "DejaVu Sans"`, 'Paikou Sans Bold': `bold ${SIZE}px "DejaVu Sans"` };

async function main() {
  for (const [name, font] of Object.entries(FONTS)) await make(name, font);
}

async function make(name, font) {
  const { PbfWriter, default: Pbf } = await import('pbf');
  const Writer = PbfWriter ?? Pbf;
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
  const page = await browser.newPage();
  const pbf = new Writer();
  const codes = Array.from({ length: 256 }, (_, code) => code).filter((code) => (code >= 32 && code < 127) || code >= 160);
  const glyphs = [];
  for (const code of codes) glyphs.push(await page.evaluate(draw, { code, font, size: SIZE, border: BORDER, radius: RADIUS, cutoff: CUTOFF }));
  pbf.writeMessage(1, (_, stack) => {
    stack.writeStringField(1, name);
    stack.writeStringField(2, '0-255');
    for (const glyph of glyphs) {
      stack.writeMessage(3, (each, out) => {
        out.writeVarintField(1, each.code);
        if (each.field.length) out.writeBytesField(2, Uint8ClampedArray.from(each.field));
        out.writeVarintField(3, each.width);
        out.writeVarintField(4, each.height);
        out.writeSVarintField(5, each.left);
        out.writeSVarintField(6, each.top);
        out.writeVarintField(7, each.advance);
      }, glyph);
    }
  }, undefined);
  const folder = join(__dirname, '../server/styles/glyphs', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '0-255.pbf'), pbf.finish());
  await browser.close();
}

main();
