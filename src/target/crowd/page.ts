/** Most entries that Crowd is asked for at once; it may send fewer. */
export const PAGE = 1000;
