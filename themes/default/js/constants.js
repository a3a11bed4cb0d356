// The numbers that this script shares with the index. Written by src/index/constants.rs: change them
// there, then `UPDATE=1 cargo test --test it constants`.

// The format of the index.
export const FORMAT = 7;

// The names of packs have so many digits.
export const NAME = 12;

// A smaller index is read as a whole.
export const SMALL = 65536;

// So many levels has a weight.
export const LEVELS = 8;

// They are written in so many bits.
export const LEVEL_BITS = 3;

// What the lowest of them stands for.
export const FLOOR = 0.25;

// Lists of up to this many pages carry a level with each page.
export const FEW = 3;

// How soon further occurrences stop to matter.
export const SATURATION = 0.5;

// How much a long page is held against it.
export const LENGTH = 0.6;

// What a title weighs.
export const TITLE = 4;

// No code of a record has more bits.
export const LONGEST_CODE = 15;

// A character without a code has so many.
export const CODE_POINT = 21;

// Names of up to so many letters and digits are told apart by their lengths;
export const EXACT = 12;

// of longer ones so many lengths are one.
export const STEP = 4;

// Words are cut here.
export const LONGEST_WORD = 32;

// Telephone numbers have so many digits at least,
export const SHORTEST_PHONE = 7;

// and so many at most.
export const LONGEST_PHONE = 12;

// No amount is higher,
export const HIGHEST_AMOUNT = 9000000000000000;

// and none has more digits.
export const LONGEST_AMOUNT = 15;

// Leading digits of a list's numbers have contexts of their own up to here.
export const KNOWN = 64;

// A context that has seen so many bits forgets the oldest.
export const MEMORY = 60;
