import { datumGuessRequestSchema, datumGuessSchema } from '../api-types';
import { defineRoute } from '../http/route';
import { guessDatum } from './guess';

export const routes = [
  defineRoute({
    method: 'post',
    path: '/api/datum-guesses',
    summary: '坐标疑错诊断：一对原始坐标的各种解读及证据 What a pair of typed coordinates can mean',
    description: '坐标系（CGCS2000、GCJ-02、BD-09）、次序、度分秒写法、高斯-克吕格 3° 与 6° 带及相邻带；不移动点位，不写入数据。 '
      + 'Datum, order of axes, ways to write degrees, Gauss-Krüger zones and their neighbours. Nothing is moved or written.',
    body: datumGuessRequestSchema,
    response: datumGuessSchema,
    handler: ({ body }, { db }) => guessDatum(db.knex, body),
  }),
];
