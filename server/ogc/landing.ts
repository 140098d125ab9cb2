import { type Link, REL, selfAndAlternate, TYPE } from './links';

/** The landing page: what it is and where it leads. */
export function landing(root: string, format: 'json' | 'html') {
  const links: Link[] = [
    ...selfAndAlternate(root, format),
    { rel: 'service-desc', href: `${root}/api?f=json`, type: TYPE.openapi, title: '接口说明 API definition' },
    { rel: 'service-doc', href: `${root}/api?f=html`, type: TYPE.html, title: '接口说明网页 API documentation' },
    { rel: 'conformance', href: `${root}/conformance`, type: TYPE.json, title: '所符合的标准 Conformance' },
    { rel: REL.conformance, href: `${root}/conformance`, type: TYPE.json, title: '所符合的标准 Conformance' },
    { rel: 'data', href: `${root}/collections`, type: TYPE.json, title: '要素集 Collections' },
    { rel: REL.data, href: `${root}/collections`, type: TYPE.json, title: '要素集 Collections' },
    { rel: REL.tilesets, href: `${root}/tiles`, type: TYPE.json, title: '全部图层的矢量瓦片 Vector tiles of all layers' },
    { rel: REL.tilingSchemes, href: `${root}/tileMatrixSets`, type: TYPE.json, title: '瓦片矩阵集 Tile matrix sets' },
    { rel: REL.styles, href: `${root}/styles`, type: TYPE.json, title: '地图样式 Styles' },
  ];
  return { title: '排口 · 开放接口 Paikou OGC API', description: '入河（湖）排污口及有关图层的公开数据。 Public data of river outfalls and the layers around them.', links };
}
