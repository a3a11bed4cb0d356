export const WORDS = ""; // A build writes the words of data/crisis.yaml here (src/index/danger.rs).
