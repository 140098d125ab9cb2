import { layerListSchema } from '../api-types';
import { dayOf } from '../http/query';
import { defineRoute } from '../http/route';
import { tablesOf } from '../tiles/tile-query';
import { currentStamps, versionsOf } from '../tiles/versions';
import { describeLayers } from './describe';

export const routes = [
  defineRoute({
    method: 'get',
    path: '/api/layers',
    summary: '图层目录：属性、图例、数量、数据版本与完备范围 Layers: attributes, legend, counts, editions, coverage',
    response: layerListSchema,
    handler: async (_, { db, catalog }) => {
      const layers = [...catalog.layers.values()].filter(({ header }) => header.access === 'public');
      const stamps = await currentStamps(db, versionsOf(db), tablesOf(layers));
      return { items: await describeLayers(db, layers, dayOf(new Date()), stamps) };
    },
  }),
];
