import fc from 'fast-check';
import { CsvRecords } from '../server/imports/reading/csv-records';

const read = (pieces: string[], delimiter = ',') => {
  const records = new CsvRecords(delimiter);
  return [...pieces.flatMap((piece) => [...records.push(piece)]), ...records.push('', true)];
};
const written = (cell: string, always: boolean) => (always || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

test('whatever is written as CSV is read back, in pieces cut anywhere, with the line on which each record ends', () => {
  const cell = fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r\n', '口', 'a', ' ', ''), maxLength: 6 });
  fc.assert(fc.property(fc.array(fc.tuple(fc.array(cell, { minLength: 2, maxLength: 4 }), fc.boolean()), { minLength: 1, maxLength: 6 }), fc.constantFrom('\n', '\r\n'), fc.array(fc.nat(60), { maxLength: 6 }), fc.boolean(), (rows, ending, cuts, ended) => {
    const text = `名称,类型${ending}${rows.map(([cells, always]) => cells.map((one) => written(one, always)).join(',')).join(ending)}${ended ? ending : ''}`;
    const at = [0, ...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b), text.length];
    const pieces = at.slice(1).map((to, n) => text.slice(at[n], to));
    let line = 1;
    const expected = [{ line, cells: ['名称', '类型'] }, ...rows.map(([cells]) => { line += cells.join('').split('\n').length; return { line, cells }; })];
    expect(read(pieces)).toEqual(expected);
  }), { numRuns: 400 });
});

test.each([
  ['a quote that is not closed', ['a,b\n"甲,乙\n']], ['a quote in the middle', ['a,b\n甲"x",乙\n']], ['text after a closing quote', ['a,b\n"甲"x,乙\n']],
])('%s is refused', (_, pieces) => { expect(() => read(pieces)).toThrow(/引号/); });

test('lines of old machines, empty lines, other separators', () => {
  expect(read(['a;b\r1;2\r', '\r3;4'], ';')).toEqual([{ line: 1, cells: ['a', 'b'] }, { line: 2, cells: ['1', '2'] }, { line: 4, cells: ['3', '4'] }]);
});
