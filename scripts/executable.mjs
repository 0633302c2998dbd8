/** The compiler writes plain files; the command must be one that a shell may start, so that `npx fluxion` works in a clone. */
import { chmodSync } from "node:fs";

chmodSync(new URL("../dist/cli/main.js", import.meta.url), 0o755);
