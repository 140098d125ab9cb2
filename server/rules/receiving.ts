/** A point that is not on record, farther than this from every reach, has no receiving reach that could be told; metres. */
export const RECEIVING_M = 500;
