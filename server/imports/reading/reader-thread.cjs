// Reads files in a thread of its own, so that a hostile one can cost no more than the thread.
require('tsx/cjs');
require('./reader-main.ts');
