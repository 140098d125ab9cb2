// GDAL as WebAssembly works without pause and would stop the server: it has a thread of its own, which ends with the file.
require('tsx/cjs');
require('./gdal-main.ts');
