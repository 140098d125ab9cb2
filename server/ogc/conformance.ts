const at = (standard: string, classes: string[]) => classes.map((each) => `http://www.opengis.net/spec/${standard}/conf/${each}`);

/** Classes that the tests of this project hold the service to (test/ogc-*.test.ts); no others are claimed. */
export const CONFORMS_TO = [
  ...at('ogcapi-common-1/1.0', ['core', 'landing-page', 'json', 'html', 'oas30']),
  ...at('ogcapi-common-2/1.0', ['collections', 'json', 'html']),
  ...at('ogcapi-features-1/1.0', ['core', 'geojson', 'html', 'oas30']),
  ...at('ogcapi-features-2/1.0', ['crs']),
  ...at('ogcapi-features-3/1.0', ['queryables', 'filter', 'features-filter']),
  ...at('cql2/1.0', ['cql2-text', 'cql2-json', 'basic-cql2', 'advanced-comparison-operators', 'case-insensitive-comparison', 'accent-insensitive-comparison',
    'basic-spatial-functions', 'basic-spatial-functions-plus', 'spatial-functions', 'temporal-functions', 'arithmetic', 'array-functions', 'property-property']),
  ...at('ogcapi-tiles-1/1.0', ['core', 'tileset', 'tilesets-list', 'dataset-tilesets', 'geodata-tilesets', 'mvt', 'oas30']),
  ...at('ogcapi-styles-1/0.0', ['core', 'html', 'mapbox-styles']), // a draft (OGC 20-009)
  ...at('tms/2.0', ['tilematrixset', 'json-tilematrixset']),
];
