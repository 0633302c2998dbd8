/** All measures as tables: `npm run bench`. Times are printed, never asserted. */
import { printCheckBench } from "./check.ts";
import { printDecideBench } from "./decide.ts";
import { printDifferentiateBench } from "./differentiate.ts";
import { printReadBench } from "./read.ts";
import { printSolveBench } from "./solve.ts";

printReadBench();
printDifferentiateBench();
printCheckBench();
printDecideBench();
printSolveBench();
