/** The book that ships with Fluxion, embedded as text when the project is built: the same in Node and in a browser. */
import type { Book } from "../expr/index.ts";
import { texts } from "./generated/texts.ts";
import { trustBook } from "./load.ts";

/** A fresh copy. Its formulas are read when they are asked for; that all of them can be read is a test. */
export const defaultBook = (): Book => trustBook(texts);
