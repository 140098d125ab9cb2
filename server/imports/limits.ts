// What an upload may cost. Beyond it a file is refused, in words, and nothing of it is kept.

/** Longest heap of the thread that reads, MB: a file that needs more ends the thread, not the server. */
export const THREAD_HEAP_MB = 768;
/** Longest time of reading one file, ms. */
export const READ_MS = 30 * 60_000;
/** Longest silence of the reading thread or of GDAL, ms. */
export const SILENCE_MS = 120_000;
/** What a ZIP (also XLSX, KMZ) may hold unpacked, bytes, and how many entries. */
export const UNPACKED_BYTES = 2 * 1024 ** 3;
export const ENTRIES = 5_000;
/** Unpacked bytes for one packed one; real data stay below 100. */
export const RATIO = 500;
/** Columns of a table. */
export const COLUMNS = 500;
/** Rows of one file. */
export const ROWS = 5_000_000;
/** Characters of one cell or one text of a property. */
export const CELL = 100_000;
/** A document that must be read whole (GeoJSON, KML, XML of a workbook), bytes. */
export const WHOLE_BYTES = 256 * 1024 ** 2;
/** Positions of one geometry. */
export const POSITIONS = 2_000_000;
/** Files of jobs that are not committed, which can be read another way, and bytes of them all. */
export const KEPT_FILES = 50;
export const KEPT_BYTES = 4 * 1024 ** 3;
/** Rows sent from the reading thread at once, and batches on the way. */
export const BATCH = 2_000;
export const ON_THE_WAY = 3;
/** A batch ends after so many characters, however few its rows. */
export const BATCH_CHARACTERS = 4_000_000;
