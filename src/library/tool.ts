import { version } from "../generated/version.ts";

/** The tool and its version, as reports carry it. */
export const tool = `fluxion ${version}`;
