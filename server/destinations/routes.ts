import { z } from 'zod';
import { disposalRecordListSchema } from '../api-types';
import { codes, limit, oneOrMore, regionCodes } from '../http/query';
import { defineRoute } from '../http/route';
import { DESTINATIONS, listDisposalRecords } from './list';

export const routes = [
  defineRoute({
    method: 'get',
    path: '/api/disposal-records',
    summary: '污水（粪液）排放去向台账 Destination ledger',
    description: '每个涉水单位一行，也含没有排污口的单位（它们不成为排污口）。 A row for every unit, also one without an outfall, which never becomes one.',
    query: {
      region: regionCodes,
      department: codes(/^.{1,60}$/u, '台账所载部门 (departments as the ledger has them)'),
      destination: oneOrMore(DESTINATIONS, '去向 destination'),
      limit,
      cursor: z.string().regex(/^\d{1,15}$/, '不是本服务给出的游标 (not a cursor of this service)').optional().meta({ description: '上一页的 next (next of the page before)' }),
    },
    response: disposalRecordListSchema,
    handler: ({ query }, { db }) => listDisposalRecords(db.knex, query),
  }),
];
