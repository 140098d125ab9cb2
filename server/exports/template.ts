import { join } from 'node:path';
import type { Catalog } from '../catalog';
import type { Db } from '../db/open';
import { AppError } from '../errors';
import { importable, targetOf } from '../imports/meaning/layers';
import type { Cell } from './cells';
import { templateColumns } from './columns';
import { listValues, newWorkbook, plainSheet, tableSheet } from './workbook';

/** 填报模板: the columns that an import of the layer takes, empty, with drop-downs and what each means. @throws AppError 404 for what cannot be imported. */
export async function makeTemplate(db: Db, catalog: Catalog, layer: string, folder: string): Promise<{ file: string; title: string }> {
  const resource = importable(catalog).find(({ id }) => id === layer);
  if (!resource) throw new AppError('bad_request', '没有这个可导入的图层 (nothing of this name can be imported)', [{ field: 'layer', reason: `可用 (allowed): ${importable(catalog).map(({ id }) => id).join(', ')}`, value: layer }]);
  const columns = await db.knex.transaction(async (trx) => templateColumns(trx, catalog, await targetOf(trx, catalog, resource)));
  const title = resource.title.zh.replace(/[（(].*?[）)]/g, '');
  const file = join(folder, 'template.xlsx');
  const book = newWorkbook(file);
  const { ranges, write } = listValues(columns);
  tableSheet(book, title, columns.map((column) => ({ ...column, heading: column.required ? `*${column.heading}` : column.heading })), ranges, 2).commit();
  write(book);
  const lines: Cell[][] = [
    ['列', '是否必填', '填写什么', '可用值'],
    ...columns.map(({ heading, required, type, words, en, property }) => [heading, required ? '必填' : '', en === property ? KINDS[type] : `${KINDS[type]}；${en}`, words ? Object.values(words).map(({ zh }) => zh).join('、') : '']),
    [],
    ['说明：坐标为 CGCS2000 经纬度，可写十进制度或度分秒；未知的格留空，勿填“无”；引用其他对象的列填其编码；编码留空时入库由系统编本地码，国家编码不得自编。'],
    [`填好后在“导入”中选择图层“${title}”，先预检再确认入库。 (fill in, then import: preview first, commit after)`],
  ];
  plainSheet(book, '填写说明', lines, { bold: 1, frozen: 1, widths: [28, 10, 50, 80] });
  await book.commit();
  return { file, title };
}

const KINDS = { string: '文字', integer: '整数', number: '数', boolean: '是或否', date: '日期，如 2026-01-31' };
